import type { ComponentChildren } from 'preact';
import styles from './action-bar.module.css';

/** The bar with the big button, within reach however long the view is. */
export function ActionBar({ children }: { readonly children: ComponentChildren }) {
  return <div class={styles.bar}>{children}</div>;
}
