import { useEffect, useRef } from 'preact/hooks';
import type { Recording, RecordingId } from '../domain/recording';
import { t } from '../extension/i18n';
import { Button } from '../ui/button';
import { isolate } from '../ui/isolate';
import type { Library } from './model';
import { nameOf, shortName } from './name-of';
import { focusHeading } from './return-focus';
import styles from './undo-toasts.module.css';

/** The recordings deleted in the last ten seconds, each with an Undo button. */
export function UndoToasts({ library }: { readonly library: Library }) {
  return (
    <div class={styles.toasts} role="status">
      {library.removed.value.map((recording) => (
        <UndoToast key={recording.id} recording={recording} undo={library.undo} />
      ))}
    </div>
  );
}

interface UndoToastProps {
  readonly recording: Recording;
  readonly undo: (id: RecordingId) => Promise<void>;
}

function UndoToast({ recording, undo }: UndoToastProps) {
  const toast = useRef<HTMLDivElement>(null);
  /** The focus follows the recording back to its place. */
  const restore = async () => {
    await undo(recording.id);
    setTimeout(() => document.getElementById(recording.id)?.querySelector('button')?.focus());
  };
  useEffect(() => {
    const { current } = toast;
    // The delete button is gone with its card.
    current?.querySelector('button')?.focus();
    return () => {
      if (current?.contains(document.activeElement)) focusHeading();
    };
  }, []);
  return (
    <div ref={toast} class={styles.toast}>
      <span class={styles.text}>{t('deleted', isolate(shortName(nameOf(recording))))}</span>
      <Button kind="quiet" onClick={() => void restore()}>
        {t('undo')}
      </Button>
    </div>
  );
}
