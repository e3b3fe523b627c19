import type { ComponentChildren } from 'preact';
import styles from './fields.module.css';

interface FieldProps {
  readonly id: string;
  readonly label: string;
  /** Ids of the hints and errors that belong to the field. */
  readonly describedBy?: string | undefined;
  readonly children?: ComponentChildren;
}

interface PlainFieldProps {
  readonly label: string;
  /** A control that has its own accessible name. */
  readonly children: ComponentChildren;
}

/** A label in sight for a control that screen readers know by another name. */
export function Field({ label, children }: PlainFieldProps) {
  return (
    <div class={styles.field}>
      <span class={styles.label} aria-hidden="true">
        {label}
      </span>
      {children}
    </div>
  );
}

interface SelectFieldProps<Value extends string> extends FieldProps {
  /** The value of no option if there is nothing to choose. */
  readonly value: string;
  readonly options: readonly { readonly value: Value; readonly label: string }[];
  readonly onChange: (value: Value) => void;
  /** `stacked`: the label always stands above the select, for options as long as sentences. */
  readonly layout?: 'stacked';
}

/** A native select with its label, and its hints and errors as children. */
export function SelectField<Value extends string>(props: SelectFieldProps<Value>) {
  const { id, label, value, options, onChange, describedBy, layout, children } = props;
  const choose = (wanted: string) => {
    const chosen = options.find((option) => option.value === wanted);
    if (chosen !== undefined) onChange(chosen.value);
  };
  return (
    <div class={styles.field} data-layout={layout}>
      <label class={styles.label} for={id}>
        {label}
      </label>
      <div class={styles.select}>
        <select
          id={id}
          value={value}
          onChange={(event) => choose(event.currentTarget.value)}
          {...describe(describedBy)}
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

interface SliderFieldProps extends Omit<FieldProps, 'describedBy' | 'children'> {
  readonly value: number;
  readonly range: { readonly min: number; readonly max: number };
  readonly step: number;
  /** The value, formatted. */
  readonly text: string;
  readonly onChange: (value: number) => void;
}

/** A slider with its label and its formatted value. */
export function SliderField({ id, label, value, range, step, text, onChange }: SliderFieldProps) {
  return (
    <div class={styles.field}>
      <label class={styles.label} for={id}>
        {label}
      </label>
      <div class={styles.slider}>
        <input
          type="range"
          id={id}
          min={range.min}
          max={range.max}
          step={step}
          value={value}
          aria-valuetext={text}
          onInput={(event) => onChange(event.currentTarget.valueAsNumber)}
        />
        <span class={styles.sliderValue} aria-hidden="true">
          {text}
        </span>
      </div>
    </div>
  );
}

interface NumberInputProps extends Omit<FieldProps, 'describedBy' | 'children'> {
  /** As typed. */
  readonly value: string;
  readonly range: { readonly min: number; readonly max: number };
  /** What is wrong with the value; `undefined` if nothing is. */
  readonly error: string | undefined;
  readonly onInput: (value: string) => void;
}

/** A number to type, inside the field it belongs to. */
export function NumberInput({ id, label, value, range, error, onInput }: NumberInputProps) {
  const errorId = `${id}-error`;
  return (
    <div class={styles.field}>
      <label class={styles.hint} for={id}>
        {label}
      </label>
      <input
        id={id}
        class={styles.input}
        type="number"
        min={range.min}
        max={range.max}
        step="any"
        value={value}
        aria-invalid={error !== undefined}
        {...describe(error === undefined ? undefined : errorId)}
        onInput={(event) => onInput(event.currentTarget.value)}
      />
      {error !== undefined && <FieldError id={errorId}>{error}</FieldError>}
    </div>
  );
}

interface FieldTextProps {
  readonly id: string;
  readonly children: ComponentChildren;
}

/** What to know about a field. */
export function FieldHint({ id, children }: FieldTextProps) {
  return (
    <p id={id} class={styles.hint}>
      {children}
    </p>
  );
}

/** What is wrong with the value of a field; announced at once. */
export function FieldError({ id, children }: FieldTextProps) {
  return (
    <p id={id} class={styles.error} role="alert">
      {children}
    </p>
  );
}

function describe(ids: string | undefined) {
  return ids === undefined ? {} : { 'aria-describedby': ids };
}
