import type { ComponentChildren } from 'preact';
import styles from './alert.module.css';
import { DismissButton } from './dismiss-button';

interface AlertProps {
  readonly tone: 'failure' | 'warning';
  readonly title: string;
  readonly icon?: ComponentChildren;
  /** Buttons, below the text. */
  readonly actions?: ComponentChildren;
  /** Figures that change all the time. They stand outside the live region, or they would be read out again and again. */
  readonly figures?: string;
  readonly onDismiss?: (() => void) | undefined;
  /** Paragraphs. */
  readonly children?: ComponentChildren;
}

/** Something the user must know, announced at once. */
export function Alert({ tone, title, icon, actions, figures, onDismiss, children }: AlertProps) {
  return (
    <div class={styles.box} data-tone={tone}>
      <div class={styles.alert} role="alert" data-dismissable={onDismiss !== undefined}>
        <p class={styles.title}>
          {icon}
          <span>{title}</span>
        </p>
        {children}
        {actions !== undefined && <div class={styles.actions}>{actions}</div>}
        {onDismiss !== undefined && <DismissButton onClick={onDismiss} />}
      </div>
      {figures !== undefined && <p class={styles.figures}>{figures}</p>}
    </div>
  );
}
