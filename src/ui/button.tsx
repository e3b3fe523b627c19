import type { ButtonHTMLAttributes, ComponentChildren } from 'preact';

/** How much a button asks for attention. `record` is the one big red one. */
export type ButtonKind = 'record' | 'stop' | 'primary' | 'quiet' | 'plain' | 'danger';

interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  readonly kind: ButtonKind;
  readonly icon?: ComponentChildren;
  /** The keyboard shortcut that does the same; read as the button's description. */
  readonly shortcut?: string | undefined;
  readonly children: ComponentChildren;
}

/** A button of ours; it submits a form only where `type` says so. */
export function Button({ kind, icon, shortcut, children, ...attributes }: ButtonProps) {
  return (
    <button
      type="button"
      class={`button button-${kind}`}
      // A key that is held down is one press, also where the focus moves to another button meanwhile.
      onKeyDown={(event) => event.repeat && event.key === 'Enter' && event.preventDefault()}
      {...(shortcut === undefined ? {} : { 'aria-description': shortcut })}
      {...attributes}
    >
      {icon}
      <span class="button-label">{children}</span>
      {shortcut !== undefined && (
        <span class="shortcut" aria-hidden="true">
          {shortcut}
        </span>
      )}
    </button>
  );
}
