import { useEffect, useRef } from 'preact/hooks';
import { formatDuration } from '../domain/format-duration';
import type { Recording } from '../domain/recording';
import { locale, plural, t } from '../extension/i18n';
import { Button } from '../ui/button';
import { formatSize } from '../ui/formats';
import { isolate } from '../ui/isolate';
import styles from './delete-dialog.module.css';
import type { Library } from './model';
import { nameOf, shortName } from './name-of';
import type { Open } from './opened';
import { rememberFocus } from './return-focus';

/** Asks before a recording is deleted. The dialog traps the focus and returns it. */
export function DeleteDialog({ library }: { readonly library: Library }) {
  const { value: open } = library.open;
  if (open?.what !== 'delete') return null;
  const ids = new Set(open.ids);
  const recordings = library.recordings.value?.filter(({ id }) => ids.has(id)) ?? [];
  return <Question library={library} recordings={recordings} open={open} />;
}

interface QuestionProps {
  readonly library: Library;
  readonly recordings: readonly Recording[];
  readonly open: Extract<Open, { what: 'delete' }>;
}

function Question({ library, recordings, open: { ids, held, isUsed, freedBytes } }: QuestionProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const { current } = dialog;
    const returnFocus = rememberFocus();
    current?.showModal();
    return () => {
      current?.close();
      returnFocus();
    };
  }, []);
  const free = recordings.filter(({ id }) => !held.includes(id));
  const isHeld = free.length === 0;
  const [first, ...others] = isHeld ? recordings : free;
  if (first === undefined) return null;
  const durationMs = free.reduce((sum, recording) => sum + recording.durationMs, 0);
  const bytes = free.reduce((sum, recording) => sum + recording.bytes, 0);
  return (
    <dialog
      ref={dialog}
      class={styles.dialog}
      aria-labelledby="delete-question"
      aria-describedby="delete-explained"
      onClose={library.close}
    >
      <h2 id="delete-question">
        {others.length === 0
          ? t('deleteQuestion', isolate(shortName(nameOf(first))))
          : plural('deleteManyQuestion', others.length + 1)}
      </h2>
      <p id="delete-explained">
        {isHeld
          ? t('deleteRunning')
          : t('deleteExplain', formatDuration(durationMs, locale()), formatSize(bytes, locale()))}
      </p>
      {!isHeld && held.length > 0 && <p class={styles.note}>{t('deleteKeepsRunning')}</p>}
      {!isHeld && freedBytes !== undefined && (
        <p class={styles.note}>
          {freedBytes === 0 ? t('deleteFreesNothing') : t('deleteFrees', formatSize(freedBytes, locale()))}
        </p>
      )}
      {isUsed && <p class={styles.note}>{t('deleteUsed')}</p>}
      <div class={styles.buttons}>
        <Button kind="quiet" onClick={library.close}>
          {t('cancel')}
        </Button>
        {!isHeld && (
          <Button kind="danger" onClick={() => library.delete(ids)}>
            {t('delete')}
          </Button>
        )}
      </div>
    </dialog>
  );
}
