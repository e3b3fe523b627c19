import { type FolderCopy, isStuckCopy } from '../domain/folder-copy';
import { Icon } from '../ui/icon';
import styles from './copy-note.module.css';
import { copyText } from './copy-text';

interface CopyNoteProps {
  readonly copy: FolderCopy;
}

/** How far the copy of one recording is. */
export function CopyNote({ copy }: CopyNoteProps) {
  const isStuck = isStuckCopy(copy);
  return (
    <p
      class={styles.note}
      role="status"
      data-tone={isStuck ? 'warning' : undefined}
      title={copy.state === 'failed' ? copy.failure.detail : undefined}
    >
      <Icon name={isStuck ? 'warning' : 'folder'} />
      <span>{copyText(copy)}</span>
    </p>
  );
}
