import { useComputed } from '@preact/signals';
import type { RecordingId } from '../domain/recording';
import { t } from '../extension/i18n';
import type { Library } from './model';
import styles from './recording-notes.module.css';

interface ShareNoteProps {
  readonly library: Library;
  readonly id: RecordingId;
}

/** Says that a file is ready to be shared: the browser wants another click. Always there, for screen readers. */
export function ShareNote({ library, id }: ShareNoteProps) {
  const isReady = useComputed(() => library.readyToShare.value === id).value;
  return (
    <p class={styles.note} aria-live="polite">
      {isReady && t('shareReady')}
    </p>
  );
}
