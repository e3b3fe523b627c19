import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { videoBitRateRange } from '../../domain/format';
import { stopAfterRangeMs, stopAtRangeBytes, timesliceRangeMs } from '../../domain/options';
import { custom } from './number-choice';
import { createNumberChoices, none } from './number-choices';

const ranges = {
  timesliceMs: timesliceRangeMs,
  quality: videoBitRateRange,
  stopAfterMs: stopAfterRangeMs,
  stopAtBytes: stopAtRangeBytes,
} as const;
const fields = ['timesliceMs', 'quality', 'stopAfterMs', 'stopAtBytes'] as const;

describe('a number as it is chosen', () => {
  it.each(fields)('comes back as it went in: %s', (field) => {
    const number = createNumberChoices()[field];
    fc.assert(
      fc.property(fc.integer(ranges[field]), (value) => {
        number.load(value);
        expect(number.value.value).toBe(value);
      }),
    );
  });

  it('comes back as it went in if it has a name', () => {
    const { timesliceMs, quality, stopAfterMs } = createNumberChoices();
    timesliceMs.load(null);
    quality.load('small');
    stopAfterMs.load(300_000);
    expect([timesliceMs, quality, stopAfterMs].map(({ choice }) => choice.value)).toEqual([
      none,
      'small',
      '300000',
    ]);
    expect([timesliceMs, quality, stopAfterMs].map(({ value }) => value.value)).toEqual([
      null,
      'small',
      300_000,
    ]);
  });

  it.each(['', ' ', '99', '3600001', '250.5', '-250', 'abc', '1e9', 'Infinity'])(
    'is refused as a timeslice when typed as %j',
    (typed) => {
      const { timesliceMs } = createNumberChoices();
      timesliceMs.choose(custom);
      timesliceMs.type(typed);
      expect(timesliceMs.value.value).toBeUndefined();
    },
  );

  it.each([
    ['timesliceMs', '100', 100],
    ['timesliceMs', ' 700 ', 700],
    ['quality', '2.3', 2_300_000],
    ['quality', '0.1', 100_000],
    ['stopAfterMs', '0.05', 3000],
    ['stopAtBytes', '1', 1_000_000],
  ] as const)('is taken as %s when typed as %j', (field, typed, value) => {
    const number = createNumberChoices()[field];
    number.choose(custom);
    number.type(typed);
    expect(number.value.value).toBe(value);
  });

  it('says the limits of what can be typed', () => {
    const { quality, stopAfterMs } = createNumberChoices();
    expect(quality.range).toEqual({ min: 0.1, max: 100 });
    expect(stopAfterMs.range.max).toBe(1440);
  });
});
