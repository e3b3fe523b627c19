import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defaultOptions, isTimeslice, parseOptions } from './options';

describe('isTimeslice', () => {
  it('accepts whole milliseconds from 100 ms to 1 h', () => {
    for (const ms of [100, 250, 3_600_000]) expect(isTimeslice(ms)).toBe(true);
    for (const ms of [99, 3_600_001, 0, -1, 250.5, Number.NaN, Number.POSITIVE_INFINITY])
      expect(isTimeslice(ms)).toBe(false);
  });
});

describe('parseOptions', () => {
  it('keeps what is right, "none" included', () => {
    const options = { source: 'picker', timesliceMs: null, format: 'mp4-h264' };
    expect(parseOptions(options)).toEqual(options);
  });

  it('replaces each field that is wrong, and it alone', () => {
    expect(parseOptions({ source: 'moon', timesliceMs: 99, format: 'mp4-h264' })).toEqual({
      ...defaultOptions,
      format: 'mp4-h264',
    });
  });

  it('makes valid options of anything', () => {
    fc.assert(
      fc.property(fc.anything(), (value) => {
        const { timesliceMs } = parseOptions(value);
        expect(timesliceMs === null || isTimeslice(timesliceMs)).toBe(true);
      }),
    );
  });
});
