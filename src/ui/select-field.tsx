import type { ComponentChildren } from 'preact';

interface SelectFieldProps {
  readonly id: string;
  readonly label: string;
  readonly value: string;
  readonly options: readonly { readonly value: string; readonly label: string }[];
  readonly onChange: (value: string) => void;
  /** Ids of the hints and errors that belong to the field. */
  readonly describedBy?: string;
  /** What stands beside the select or below it. */
  readonly children?: ComponentChildren;
}

/** A native select with its label above. */
export function SelectField({
  id,
  label,
  value,
  options,
  onChange,
  describedBy,
  children,
}: SelectFieldProps) {
  return (
    <div class="field">
      <label class="field-label" for={id}>
        {label}
      </label>
      <div class="select">
        <select
          id={id}
          value={value}
          onChange={(event) => onChange(event.currentTarget.value)}
          {...(describedBy === undefined ? {} : { 'aria-describedby': describedBy })}
        >
          {options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.label}
            </option>
          ))}
        </select>
      </div>
      {children}
    </div>
  );
}
