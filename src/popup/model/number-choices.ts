import { type Quality, qualities, videoBitRateRange } from '../../domain/format';
import {
  stopAfterRangeMs,
  stopAtRangeBytes,
  timeslicePresetsMs,
  timesliceRangeMs,
} from '../../domain/options';
import { createNumberChoice, custom, type NumberChoice } from './number-choice';

/** In ms. */
const minute = 60_000;
/** In bytes, or in bits per second. */
const million = 1_000_000;

/** The option of a select that stands for `null`: no timeslice, no limit. */
export const none = 'none';

const numberOrNone = (name: string) => (name === none ? null : Number(name));

/** The options that can be typed as a number, by the name of the option. */
export interface NumberChoices {
  /** Typed in ms. */
  readonly timesliceMs: NumberChoice<number | null>;
  /** Typed in Mbps. */
  readonly quality: NumberChoice<Quality>;
  /** Typed in minutes. */
  readonly stopAfterMs: NumberChoice<number | null>;
  /** Typed in MB. */
  readonly stopAtBytes: NumberChoice<number | null>;
}

/** Makes the choices of every option that can be typed as a number. */
export function createNumberChoices(): NumberChoices {
  return {
    timesliceMs: createNumberChoice({
      names: [...timeslicePresetsMs.map(String), custom, none],
      meaning: numberOrNone,
      unit: 1,
      range: timesliceRangeMs,
      suggestion: 1000,
    }),
    quality: createNumberChoice<Quality>({
      names: [...qualities, custom],
      meaning: (name) => qualities.find((quality) => quality === name) ?? 'balanced',
      unit: million,
      range: videoBitRateRange,
      suggestion: 8 * million,
    }),
    stopAfterMs: createNumberChoice({
      names: [none, ...[5, 15, 30, 60].map((minutes) => String(minutes * minute)), custom],
      meaning: numberOrNone,
      unit: minute,
      range: stopAfterRangeMs,
      suggestion: 90 * minute,
    }),
    stopAtBytes: createNumberChoice({
      names: [none, ...[500, 1000, 2000, 4000].map((megabytes) => String(megabytes * million)), custom],
      meaning: numberOrNone,
      unit: million,
      range: stopAtRangeBytes,
      suggestion: 8000 * million,
    }),
  };
}
