import { computed, type ReadonlySignal, signal } from '@preact/signals';

/** The option of a select that lets the user type a number. */
export const custom = 'custom';

/** An option that can be chosen by name or typed as a number. */
export interface NumberChoiceRules<T> {
  /** The options of the select in their order, {@link custom} among them. */
  readonly names: readonly string[];
  /** The value of an option other than {@link custom}. */
  readonly meaning: (name: string) => T;
  /** How much one typed unit is: 1,000,000 if Mbps are typed and bits per second are meant. */
  readonly unit: number;
  /** The limits of the value itself, not of what is typed. */
  readonly range: { readonly min: number; readonly max: number };
  /** The value in the field until the user has chosen a number. */
  readonly suggestion: number;
}

/** One option while it is chosen: validated as the user types, and never corrected silently. */
export interface NumberChoice<T> {
  /** The option of the select. */
  readonly choice: ReadonlySignal<string>;
  readonly names: readonly string[];
  /** The text in the field, valid or not. */
  readonly typed: ReadonlySignal<string>;
  /** The limits of what can be typed. */
  readonly range: { readonly min: number; readonly max: number };
  /** The chosen value; `undefined` while the text in the field is invalid. */
  readonly value: ReadonlySignal<T | number | undefined>;
  load(value: T | number): void;
  choose(name: string): void;
  type(text: string): void;
}

/** Makes a {@link NumberChoice}. */
export function createNumberChoice<T>(rules: NumberChoiceRules<T>): NumberChoice<T> {
  const { names, meaning, unit, range } = rules;
  const choice = signal(custom);
  const typed = signal(String(rules.suggestion / unit));

  return {
    choice,
    names,
    typed,
    range: { min: range.min / unit, max: range.max / unit },
    value: computed(() =>
      choice.value === custom ? numberOf(typed.value, unit, range) : meaning(choice.value),
    ),
    load(value) {
      choice.value = names.find((name) => name !== custom && meaning(name) === value) ?? custom;
      if (typeof value === 'number') typed.value = String(value / unit);
    },
    choose(name) {
      choice.value = name;
    },
    type(text) {
      typed.value = text;
    },
  };
}

/** A larger distance from a whole number does not come from binary fractions. */
const rounding = 1e-3;

function numberOf(
  typed: string,
  unit: number,
  range: { readonly min: number; readonly max: number },
): number | undefined {
  const exact = typed.trim() === '' ? Number.NaN : Number(typed) * unit;
  const whole = Math.round(exact);
  const isRight = Math.abs(exact - whole) < rounding && whole >= range.min && whole <= range.max;
  return isRight ? whole : undefined;
}
