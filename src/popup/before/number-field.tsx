import type { ComponentChildren } from 'preact';
import { locale, type MessageKey, t } from '../../extension/i18n';
import { formatNumber } from '../../ui/formats';
import { SelectField } from '../../ui/select-field';
import type { Choices } from '../model/choices';
import { custom } from '../model/number-choice';
import type { NumberChoices } from '../model/number-choices';

interface NumberFieldProps {
  readonly choices: Choices;
  readonly field: keyof NumberChoices;
  readonly label: string;
  /** The text of each option of the select. */
  readonly nameOf: (name: string) => string;
  /** What one of the typed number is. */
  readonly unit: string;
  /** What is wrong with a wrong number; it is given the least and the most. */
  readonly error?: MessageKey;
  readonly describedBy?: string;
  /** What stands below. */
  readonly children?: ComponentChildren;
}

/** A select whose option "Custom…" asks for a number, which is judged as it is typed and never mended in silence. */
export function NumberField({
  choices,
  field,
  label,
  nameOf,
  unit,
  error = 'numberError',
  children,
  ...attributes
}: NumberFieldProps) {
  const number = choices.numbers[field];
  const choice = number.choice.value;
  return (
    <SelectField
      id={field}
      label={label}
      value={choice}
      options={number.names.map((value) => ({ value, label: nameOf(value) }))}
      onChange={(name) => choices.choose(field, name)}
      {...attributes}
    >
      {choice === custom && <OwnNumber choices={choices} field={field} unit={unit} error={error} />}
      {children}
    </SelectField>
  );
}

/** The id of the input in which the person types a number of their own. */
export function ownNumberId(field: keyof NumberChoices): string {
  return `own-${field}`;
}

type OwnNumberProps = Required<Pick<NumberFieldProps, 'choices' | 'field' | 'unit' | 'error'>>;

function OwnNumber({ choices, field, unit, error }: OwnNumberProps) {
  const { typed, range, value } = choices.numbers[field];
  const isWrong = value.value === undefined;
  const id = ownNumberId(field);
  return (
    <div class="own-number">
      <label class="field-hint" for={id}>
        {unit}
      </label>
      <input
        id={id}
        class="input"
        type="number"
        min={range.min}
        max={range.max}
        step="any"
        value={typed.value}
        aria-invalid={isWrong}
        {...(isWrong ? { 'aria-describedby': `${id}-error` } : {})}
        onInput={(event) => choices.type(field, event.currentTarget.value)}
      />
      {isWrong && (
        <p id={`${id}-error`} class="field-error" role="alert">
          {t(error, formatNumber(range.min, locale()), formatNumber(range.max, locale()))}
        </p>
      )}
    </div>
  );
}
