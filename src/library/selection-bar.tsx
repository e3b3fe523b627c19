import { useEffect, useRef } from 'preact/hooks';
import { locale, plural, t } from '../extension/i18n';
import { Button } from '../ui/button';
import { useCaughtFocus } from '../ui/focus';
import { formatSize } from '../ui/formats';
import { Icon } from '../ui/icon';
import type { Library } from './model';
import styles from './selection-bar.module.css';

/** What can be done with the recordings that are ticked, or how far their saving has come. */
export function SelectionBar({ library }: { readonly library: Library }) {
  const { value: selected } = library.selected;
  const { value: saving } = library.saving;
  const bar = useRef<HTMLElement>(null);
  useCaughtFocus(bar);
  useEscape(library);
  if (saving === undefined && selected.length === 0) return null;
  return (
    <section ref={bar} class={styles.bar} tabIndex={-1} aria-label={t('selection')}>
      <div class={styles.box}>
        {saving === undefined ? <Selected library={library} /> : <SavingRow library={library} />}
      </div>
    </section>
  );
}

function Selected({ library }: { readonly library: Library }) {
  const { value: selected } = library.selected;
  const { value: shown = [] } = library.shown;
  const bytes = selected.reduce((sum, recording) => sum + recording.bytes, 0);
  const isEmpty = selected.every((recording) => recording.bytes === 0);
  const hasAll = selected.length === shown.length;
  return (
    <>
      <p class={styles.count} role="status">
        {t('selected', plural('recordings', selected.length), formatSize(bytes, locale()))}
      </p>
      {/* Not disabled: pressing it would lose the focus. */}
      <Button kind="plain" aria-disabled={hasAll} onClick={() => !hasAll && library.selectAll()}>
        {t('selectAll')}
      </Button>
      <Button kind="plain" onClick={library.clearSelection}>
        {t('clearSelection')}
      </Button>
      <div class={styles.actions}>
        <Button
          kind="quiet"
          icon={<Icon name="download" />}
          disabled={isEmpty}
          onClick={() => library.downloadAll(selected)}
        >
          {t('download')}
        </Button>
        {library.targets.includes('folder') && (
          <Button kind="quiet" disabled={isEmpty} onClick={() => library.saveMany(selected, 'folder')}>
            {t('saveToFolder')}
          </Button>
        )}
        {library.targets.includes('zip') && (
          <Button kind="quiet" disabled={isEmpty} onClick={() => library.saveMany(selected, 'zip')}>
            {t('saveAsZip')}
          </Button>
        )}
        <Button
          kind="quiet"
          icon={<Icon name="delete" />}
          onClick={() => library.askDelete(selected.map(({ id }) => id))}
        >
          {t('delete')}
        </Button>
      </div>
    </>
  );
}

function SavingRow({ library }: { readonly library: Library }) {
  const { value: saving } = library.saving;
  if (saving === undefined) return null;
  const { saved, count, bytes, allBytes } = saving;
  return (
    <>
      <p id="saving" class={styles.count}>
        {t(
          'savingMany',
          ...[saved, count].map((number) => number.toLocaleString(locale())),
          formatSize(bytes, locale()),
        )}
      </p>
      <progress
        class={styles.progress}
        aria-labelledby="saving"
        max={1}
        value={allBytes === 0 ? saved / count : Math.min(1, bytes / allBytes)}
      />
      <Button kind="quiet" onClick={library.cancelSaving}>
        {t('cancel')}
      </Button>
    </>
  );
}

/** Escape clears the selection, unless it means something else where it was pressed. */
function useEscape(library: Library): void {
  useEffect(() => {
    const clear = ({ key, target, defaultPrevented }: KeyboardEvent) => {
      if (key !== 'Escape' || defaultPrevented || library.ticked.value.size === 0) return;
      const isElsewhere =
        document.querySelector('dialog[open]') !== null ||
        (target instanceof Element &&
          (target.matches('[type=search], select') ||
            target.closest('form') !== null ||
            target.closest('article')?.querySelector('video') != null));
      if (!isElsewhere) library.clearSelection();
    };
    document.addEventListener('keydown', clear);
    return () => document.removeEventListener('keydown', clear);
  }, [library]);
}
