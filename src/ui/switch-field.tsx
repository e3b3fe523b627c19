import type { ComponentChildren } from 'preact';

interface SwitchFieldProps {
  readonly id: string;
  readonly label: string;
  readonly checked: boolean;
  readonly disabled?: boolean;
  readonly onChange: (checked: boolean) => void;
  readonly icon?: ComponentChildren;
  /** Ids of what else there is to know about it. */
  readonly describedBy?: string | undefined;
  /** What stands between the label and the switch. */
  readonly children?: ComponentChildren;
}

/** Something that is on or off, with its label before the switch. */
export function SwitchField({
  id,
  label,
  checked,
  disabled = false,
  onChange,
  icon,
  describedBy,
  children,
}: SwitchFieldProps) {
  return (
    <div class="switch-field">
      {icon}
      <label class="switch-label" for={id}>
        {label}
      </label>
      {children}
      <input
        type="checkbox"
        role="switch"
        class="switch"
        id={id}
        checked={checked}
        aria-checked={checked}
        disabled={disabled}
        onChange={(event) => onChange(event.currentTarget.checked)}
        {...(describedBy === undefined ? {} : { 'aria-describedby': describedBy })}
      />
    </div>
  );
}
