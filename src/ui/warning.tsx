import type { ComponentChildren } from 'preact';
import { Icon } from './icon';
import styles from './warning.module.css';

interface WarningProps {
  readonly id?: string;
  /** `alert`: a screen reader announces it at once. */
  readonly role?: 'alert';
  readonly children: ComponentChildren;
}

/** A short warning below what it is about. */
export function Warning({ children, ...attributes }: WarningProps) {
  return (
    <p class={styles.warning} {...attributes}>
      <Icon name="warning" />
      <span>{children}</span>
    </p>
  );
}
