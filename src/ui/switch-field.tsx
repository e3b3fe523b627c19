import type { ComponentChildren } from 'preact';
import styles from './switch-field.module.css';

interface SwitchFieldProps {
  readonly id: string;
  readonly label: string;
  readonly checked: boolean;
  readonly disabled?: boolean;
  readonly onChange: (checked: boolean) => void;
  readonly icon?: ComponentChildren;
  /** Ids of the hints and warnings that belong to the switch. */
  readonly describedBy?: string | undefined;
  /** `row`: a row of its own among other inputs; `option`: one option among smaller fields. */
  readonly kind: 'row' | 'option';
  /** Shown between the label and the switch. */
  readonly children?: ComponentChildren;
}

/** A switch with its label before it. */
export function SwitchField(props: SwitchFieldProps) {
  const { id, label, checked, disabled = false, onChange, icon, kind, describedBy, children } = props;
  return (
    <div class={styles.field} data-kind={kind}>
      {icon}
      <label class={styles.label} for={id}>
        {label}
      </label>
      {children}
      <input
        type="checkbox"
        role="switch"
        class={styles.switch}
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
