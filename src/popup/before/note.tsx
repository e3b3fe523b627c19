import type { ComponentChildren } from 'preact';
import { Icon } from '../../ui/icon';
import styles from './note.module.css';

interface NoteProps {
  readonly id: string;
  /** `warning`: it would keep the recording from starting. */
  readonly tone: 'hint' | 'warning';
  /** The button that helps. */
  readonly action: ComponentChildren;
  readonly children: ComponentChildren;
}

/** What prevents the recording, and the button that helps. */
export function Note({ id, tone, action, children }: NoteProps) {
  return (
    <div class={styles.note} data-tone={tone}>
      {tone === 'warning' && <Icon name="warning" />}
      <p id={id}>{children}</p>
      {action}
    </div>
  );
}
