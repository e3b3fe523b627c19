import type { ComponentChildren } from 'preact';
import { locale, type MessageKey, t } from '../../extension/i18n';
import { NumberInput, SelectField } from '../../ui/fields';
import { formatNumber } from '../../ui/formats';
import type { Choices } from '../model/choices';
import { custom } from '../model/number-choice';
import type { NumberChoices } from '../model/number-choices';

interface NumberFieldProps {
  readonly choices: Choices;
  readonly field: keyof NumberChoices;
  readonly label: string;
  /** The label of each option. */
  readonly nameOf: (name: string) => string;
  /** The unit of the number to type. */
  readonly unit: string;
  /** The message for a wrong number, with the smallest and the largest allowed one. */
  readonly error?: MessageKey;
  readonly describedBy?: string;
  /** Hints below the select. */
  readonly children?: ComponentChildren;
}

/** A select whose option "Custom…" asks for a number. It is checked as you type, and never corrected silently. */
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

/** The id of the input for a custom number. */
export function ownNumberId(field: keyof NumberChoices): string {
  return `own-${field}`;
}

type OwnNumberProps = Required<Pick<NumberFieldProps, 'choices' | 'field' | 'unit' | 'error'>>;

function OwnNumber({ choices, field, unit, error }: OwnNumberProps) {
  const { typed, range, value } = choices.numbers[field];
  const isWrong = value.value === undefined;
  return (
    <NumberInput
      id={ownNumberId(field)}
      label={unit}
      value={typed.value}
      range={range}
      error={
        isWrong ? t(error, formatNumber(range.min, locale()), formatNumber(range.max, locale())) : undefined
      }
      onInput={(text) => choices.type(field, text)}
    />
  );
}
