import type { ComponentChildren } from 'preact';
import styles from './action-bar.module.css';

interface ActionBarProps {
  /** What stands above the button, and is never behind it. */
  readonly above?: ComponentChildren;
  readonly children: ComponentChildren;
}

/** The bar with the big button, within reach however long the view is. */
export function ActionBar({ above, children }: ActionBarProps) {
  return (
    <div class={styles.bar}>
      {above}
      <div class={styles.main}>{children}</div>
    </div>
  );
}
