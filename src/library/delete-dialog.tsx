import { useEffect, useRef } from 'preact/hooks';
import { formatDuration } from '../domain/format-duration';
import type { Recording } from '../domain/recording';
import { locale, t } from '../extension/i18n';
import { Button } from '../ui/button';
import { formatInterval, formatSize } from '../ui/formats';
import { isolate } from '../ui/isolate';
import styles from './delete-dialog.module.css';
import type { Library } from './model';
import { nameOf, shortName } from './name-of';
import type { Open } from './opened';
import { undoMs } from './removal';
import { rememberFocus } from './return-focus';

/** Asks before a recording is deleted. The dialog traps the focus and returns it. */
export function DeleteDialog({ library }: { readonly library: Library }) {
  const { value: open } = library.open;
  if (open?.what !== 'delete') return null;
  const recording = library.recordings.value?.find(({ id }) => id === open.id);
  return recording && <Question library={library} recording={recording} open={open} />;
}

interface QuestionProps {
  readonly library: Library;
  readonly recording: Recording;
  readonly open: Pick<Extract<Open, { what: 'delete' }>, 'isHeld' | 'isUsed' | 'freedBytes'>;
}

function Question({ library, recording, open: { isHeld, isUsed, freedBytes } }: QuestionProps) {
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
  const { id, durationMs, bytes } = recording;
  return (
    <dialog
      ref={dialog}
      class={styles.dialog}
      aria-labelledby="delete-question"
      aria-describedby="delete-explained"
      onClose={library.close}
    >
      <h2 id="delete-question">{t('deleteQuestion', isolate(shortName(nameOf(recording))))}</h2>
      <p id="delete-explained">
        {isHeld
          ? t('deleteRunning')
          : t(
              'deleteExplain',
              formatDuration(durationMs, locale()),
              formatSize(bytes, locale()),
              formatInterval(undoMs, locale(), t),
            )}
      </p>
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
          <Button kind="danger" onClick={() => library.delete(id)}>
            {t('delete')}
          </Button>
        )}
      </div>
    </dialog>
  );
}
