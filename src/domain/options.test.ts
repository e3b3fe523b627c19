import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defaultOptions, isOptions, isTimeslice, parseAdjustment, parseOptions } from './options';

describe('isTimeslice', () => {
  it('accepts whole milliseconds from 100 ms to 1 h', () => {
    for (const ms of [100, 250, 3_600_000]) expect(isTimeslice(ms)).toBe(true);
    for (const ms of [99, 3_600_001, 0, -1, 250.5, Number.NaN, Number.POSITIVE_INFINITY])
      expect(isTimeslice(ms)).toBe(false);
  });
});

describe('parseOptions', () => {
  it('keeps what is right, "none" included', () => {
    const options = {
      ...defaultOptions,
      source: 'picker',
      timesliceMs: null,
      format: 'mp4-h264',
      quality: 1e6,
    };
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
        expect(isOptions(parseOptions(value))).toBe(true);
      }),
    );
  });

  it.each([
    { frameRate: 4 },
    { frameRate: 61 },
    { frameRate: 29.97 },
    { resolution: 1440 },
    { quality: 'best' },
    { quality: 99_999 },
    { microphoneGain: 2.1 },
    { cameraId: 'x'.repeat(257) },
    { countdownS: 4 },
    { stopAfterMs: 999 },
    { stopAtBytes: 0.5 },
    { insetCorner: 'middle' },
  ])('does not accept %o', (wrong) => {
    expect(isOptions({ ...defaultOptions, ...wrong })).toBe(false);
    expect(parseOptions({ ...defaultOptions, ...wrong })).toEqual(defaultOptions);
  });
});

describe('parseAdjustment', () => {
  it('keeps what can be changed under way, and only where it makes sense', () => {
    expect(
      parseAdjustment({ muted: true, microphoneGain: 0.5, sourceGain: 3, inset: 'yes', format: 'webm-vp8' }),
    ).toEqual({ muted: true, microphoneGain: 0.5 });
    expect(parseAdjustment(undefined)).toEqual({});
  });
});
