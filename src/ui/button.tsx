import type { ButtonHTMLAttributes, ComponentChildren } from 'preact';
import styles from './button.module.css';

/** How much attention a button asks for. `record` is the big red one. */
export type ButtonKind = 'record' | 'stop' | 'primary' | 'quiet' | 'plain' | 'danger';

interface ButtonProps extends Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'class' | 'className'> {
  readonly kind: ButtonKind;
  readonly icon?: ComponentChildren;
  /** The keyboard shortcut that does the same; screen readers announce it as the description. */
  readonly shortcut?: string | undefined;
  readonly children: ComponentChildren;
}

/** A button. It submits a form only if its `type` is `submit`. */
export function Button({ kind, icon, shortcut, children, ...attributes }: ButtonProps) {
  return (
    <button
      type="button"
      class={styles.button}
      data-kind={kind}
      // Holding a key down is one press, even if the focus moves to another button meanwhile.
      onKeyDown={(event) => event.repeat && event.key === 'Enter' && event.preventDefault()}
      {...(shortcut === undefined ? {} : { 'aria-description': shortcut })}
      {...attributes}
    >
      {icon}
      {children}
      {shortcut !== undefined && (
        <span class={styles.shortcut} aria-hidden="true">
          {shortcut}
        </span>
      )}
    </button>
  );
}
