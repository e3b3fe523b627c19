import type { RefObject } from 'preact';
import { useId, useRef, useState } from 'preact/hooks';
import { keptMs, type NotExact, type Precision, type Span } from '../domain/edit';
import { locale, plural, t } from '../extension/i18n';
import { Button } from '../ui/button';
import { SelectField } from '../ui/fields';
import { useCaughtFocus } from '../ui/focus';
import { formatMoment, formatPercent } from '../ui/formats';
import { Icon } from '../ui/icon';
import styles from './cut-tools.module.css';
import type { Cutting } from './cutting';
import type { JoinableRecording, Joining } from './joining';
import type { Playback } from './playback';

interface CutToolsProps {
  readonly playback: Playback;
  readonly cutting: Cutting;
  /** What each new recording keeps, exactly. */
  readonly exact: readonly (readonly Span[])[];
  readonly precision: Precision;
  /** `undefined` until it is known. */
  readonly notExact: NotExact | undefined;
  readonly choosePrecision: (precision: Precision) => void;
  /** Whether a cut is being saved. */
  readonly isSaving: boolean;
  readonly save: () => void;
  readonly joining: Joining | undefined;
  readonly others: () => readonly JoinableRecording[];
}

const savedTexts = { cut: 'cutSaved', 'earlier cut': 'cutSavedEarlier' } as const;

/** Selects, keeps, removes, divides, and saves the result as a new recording. */
export function CutTools({
  playback,
  cutting,
  exact,
  isSaving,
  save,
  joining,
  others,
  ...props
}: CutToolsProps) {
  const { selected, isChanged, saved, canUndo, canRedo } = cutting;
  const at = () => playback.positionMs.value;
  const { value: durationMs } = playback.durationMs;
  const spanText = ({ startMs, endMs }: Span) =>
    t('cutSpan', formatMoment(startMs, locale()), formatMoment(Math.min(endMs, durationMs), locale()));
  const tools = useRef<HTMLFieldSetElement>(null);
  const countId = useId();
  const hasSelection = selected.value !== undefined;
  /** Not disabled: the keys of the player would lose the focus. */
  const only = (isPossible: boolean, action: () => void) => ({
    'aria-disabled': !isPossible,
    onClick: () => isPossible && action(),
  });
  return (
    <fieldset ref={tools} class={styles.tools} tabIndex={-1}>
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
      {joining !== undefined && <AddRecording joining={joining} others={others()} tools={tools} />}
      <p class={styles.result} role="status">
        {saved.value !== undefined && <span class={styles.line}>{t(savedTexts[saved.value])}</span>}
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
      {isChanged.value && <PrecisionChoice {...props} />}
      <div class={styles.buttons}>
        <Button
          kind="primary"
          aria-busy={isSaving}
          aria-describedby={countId}
          {...only(isChanged.value && !isSaving, save)}
        >
          {t('saveCut')}
        </Button>
        <span id={countId} class={styles.count}>
          {exact.length > 1 && plural('saveCuts', exact.length)}
        </span>
      </div>
    </fieldset>
  );
}

type PrecisionChoiceProps = Pick<CutToolsProps, 'precision' | 'notExact' | 'choosePrecision'>;

const reasons = { format: 'cutNotExactFormat', encoder: 'cutNotExact' } as const;

/** Where the parts begin: at key frames, or exactly where they should. */
function PrecisionChoice({ precision, notExact, choosePrecision }: PrecisionChoiceProps) {
  const option = (value: Precision, label: string) => (
    <label class={styles.option}>
      <input
        type="radio"
        name="precision"
        value={value}
        checked={precision === value}
        disabled={value === 'exact' && notExact !== undefined}
        aria-describedby="precision-note"
        onChange={() => choosePrecision(value)}
      />
      {label}
    </label>
  );
  return (
    <div class={styles.precision} role="radiogroup" aria-labelledby="precision-label">
      <span id="precision-label" class={styles.label}>
        {t('precision')}
      </span>
      {option('lossless', t('precisionLossless'))}
      {option('exact', t('precisionExact'))}
      <p id="precision-note" class={styles.hint}>
        {precision === 'exact' ? t('cutExact') : t('cutLossless')}
        {notExact !== undefined && ` ${t(reasons[notExact])}`}
      </p>
    </div>
  );
}

interface AddRecordingProps {
  readonly joining: Joining;
  readonly others: readonly JoinableRecording[];
  /** Takes the focus once the button that cancels is gone: the keys of the player go on. */
  readonly tools: RefObject<HTMLElement | null>;
}

/** Adds another recording at the end. */
function AddRecording({ joining, others, tools }: AddRecordingProps) {
  const id = useId();
  const [chosen, choose] = useState('');
  useCaughtFocus(tools);
  const value = others.some((other) => other.id === chosen) ? chosen : (others[0]?.id ?? '');
  if (others.length === 0) return null;
  const { value: isJoining } = joining.isJoining;
  const { value: share } = joining.share;
  return (
    <div class={styles.join}>
      <SelectField
        id={id}
        label={t('joinWith')}
        value={value}
        options={others.map((other) => ({ value: other.id, label: other.name }))}
        onChange={choose}
      />
      <Button
        kind="quiet"
        aria-busy={isJoining}
        aria-disabled={isJoining}
        onClick={() => void joining.add(value)}
      >
        {t('joinAdd')}
      </Button>
      {share !== undefined && (
        <>
          <label class={styles.copied}>
            {t('copying', formatPercent(share, locale()))}
            <progress max={1} value={share} />
          </label>
          <Button kind="quiet" onClick={joining.cancel}>
            {t('cancel')}
          </Button>
        </>
      )}
    </div>
  );
}
