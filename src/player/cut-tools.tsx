import { keptMs, type Span } from '../domain/edit';
import { locale, plural, t } from '../extension/i18n';
import { Button } from '../ui/button';
import { formatMoment } from '../ui/formats';
import { Icon } from '../ui/icon';
import styles from './cut-tools.module.css';
import type { Cutting } from './cutting';
import type { Playback } from './playback';

interface CutToolsProps {
  readonly playback: Playback;
  readonly cutting: Cutting;
  /** What each new recording keeps, exactly. */
  readonly exact: readonly (readonly Span[])[];
  /** Whether a cut is being saved. */
  readonly isSaving: boolean;
  readonly save: () => void;
}

/** Selects, keeps, removes, divides, and saves the result as a new recording. */
export function CutTools({ playback, cutting, exact, isSaving, save }: CutToolsProps) {
  const { selected, isChanged, isSaved, canUndo, canRedo } = cutting;
  const at = () => playback.positionMs.value;
  const { value: durationMs } = playback.durationMs;
  const spanText = ({ startMs, endMs }: Span) =>
    t('cutSpan', formatMoment(startMs, locale()), formatMoment(Math.min(endMs, durationMs), locale()));
  const hasSelection = selected.value !== undefined;
  /** Not disabled: the keys of the player would lose the focus. */
  const only = (isPossible: boolean, action: () => void) => ({
    'aria-disabled': !isPossible,
    onClick: () => isPossible && action(),
  });
  return (
    <fieldset class={styles.tools}>
      <legend class={styles.legend}>{t('cutTools')}</legend>
      <div class={styles.buttons}>
        <Button kind="quiet" title={t('keyHint', t('setIn'), 'I')} onClick={() => cutting.setIn(at())}>
          {t('setIn')}
        </Button>
        <Button kind="quiet" title={t('keyHint', t('setOut'), 'O')} onClick={() => cutting.setOut(at())}>
          {t('setOut')}
        </Button>
        <Button kind="quiet" {...only(hasSelection, cutting.keep)}>
          {t('keepSelection')}
        </Button>
        <Button kind="quiet" {...only(hasSelection, cutting.remove)}>
          {t('removeSelection')}
        </Button>
        <Button kind="quiet" icon={<Icon name="split" />} onClick={() => cutting.split(at())}>
          {t('split')}
        </Button>
        <Button kind="plain" icon={<Icon name="undo" />} {...only(canUndo.value, cutting.undo)}>
          {t('undo')}
        </Button>
        <Button kind="plain" icon={<Icon name="redo" />} {...only(canRedo.value, cutting.redo)}>
          {t('redo')}
        </Button>
      </div>
      <p class={styles.result} role="status">
        {isSaved.value && t('cutSaved')}
        {selected.value !== undefined && t('cutSelected', spanText(selected.value))}
        {selected.value === undefined &&
          isChanged.value &&
          exact.map((spans, index) => (
            <span key={index} class={styles.line}>
              {t(
                'cutResult',
                spans.map(spanText).join(', '),
                formatMoment(keptMs({ kept: spans }, durationMs), locale()),
              )}
            </span>
          ))}
      </p>
      {isChanged.value && <p class={styles.hint}>{t('cutLossless')}</p>}
      <div class={styles.buttons}>
        <Button kind="primary" aria-busy={isSaving} {...only(isChanged.value && !isSaving, save)}>
          {exact.length > 1 ? plural('saveCuts', exact.length) : t('saveCut')}
        </Button>
      </div>
    </fieldset>
  );
}
