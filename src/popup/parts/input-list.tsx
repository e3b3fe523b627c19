import type { ComponentChildren } from 'preact';
import styles from './input-list.module.css';

/** The box with a row for each input. */
export function InputList({ children }: { readonly children: ComponentChildren }) {
  return <div class={styles.list}>{children}</div>;
}

/** An input, and below it what is wrong with it. */
export function InputItem({ children }: { readonly children: ComponentChildren }) {
  return <div class={styles.item}>{children}</div>;
}
