import { isTimeslice, timeslicePresetsMs } from '../domain/options';

/** An option of the select "Timeslice": a preset in ms, a number of the person's own, or none. */
export type TimesliceChoice = `${(typeof timeslicePresetsMs)[number]}` | 'custom' | 'none';

/** The options, in the order of the select. */
export const timesliceChoices: readonly TimesliceChoice[] = [
  ...timeslicePresetsMs.map((ms) => `${ms}` as const),
  'custom',
  'none',
];

/** The option that stands for a timeslice. */
export function choiceOf(timesliceMs: number | null): TimesliceChoice {
  if (timesliceMs === null) return 'none';
  return timesliceChoices.find((choice) => choice === String(timesliceMs)) ?? 'custom';
}

/** The timeslice that is meant, in ms, `null` for none; `undefined` where what was typed can't be one. */
export function timesliceOf(choice: TimesliceChoice, typed: string): number | null | undefined {
  if (choice === 'none') return null;
  if (choice !== 'custom') return Number(choice);
  const ms = typed.trim() === '' ? Number.NaN : Number(typed);
  return isTimeslice(ms) ? ms : undefined;
}
