import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { timesliceRangeMs } from '../domain/options';
import { choiceOf, timesliceOf } from './timeslice-choice';

describe('a timeslice as it is chosen', () => {
  it('comes back as it went in', () => {
    fc.assert(
      fc.property(fc.option(fc.integer(timesliceRangeMs)), (ms) => {
        expect(timesliceOf(choiceOf(ms), String(ms))).toBe(ms);
      }),
    );
  });

  it.each(['', ' ', '99', '3600001', '250.5', '-250', 'abc', '1e9', 'Infinity'])(
    'is refused when typed as %j',
    (typed) => {
      expect(timesliceOf('custom', typed)).toBeUndefined();
    },
  );

  it.each([
    ['100', 100],
    ['3600000', 3_600_000],
    [' 700 ', 700],
  ])('is taken when typed as %j', (typed, ms) => {
    expect(timesliceOf('custom', typed)).toBe(ms);
  });
});
