import fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import {
  canHaveAudio,
  defaultOptions,
  hasInset,
  hasMicrophone,
  optionsSchema,
  parseAdjustment,
  parseOptions,
} from './options';

const isValid = (options: unknown) => v.is(optionsSchema, options);

describe('a timeslice', () => {
  it('is a whole number of ms from 100 ms to 1 h', () => {
    for (const timesliceMs of [100, 250, 3_600_000])
      expect(isValid({ ...defaultOptions, timesliceMs })).toBe(true);
    for (const timesliceMs of [99, 3_600_001, 0, -1, 250.5, Number.NaN, Number.POSITIVE_INFINITY])
      expect(isValid({ ...defaultOptions, timesliceMs })).toBe(false);
  });
});

describe('parseOptions', () => {
  it('keeps valid options, "no timeslice" included', () => {
    const options = {
      ...defaultOptions,
      source: 'picker',
      timesliceMs: null,
      format: 'mp4-h264',
      quality: 1e6,
    };
    expect(parseOptions(options)).toEqual(options);
  });

  it('replaces each invalid field, and only that one', () => {
    expect(parseOptions({ source: 'moon', timesliceMs: 99, format: 'mp4-h264' })).toEqual({
      ...defaultOptions,
      format: 'mp4-h264',
    });
  });

  it('ignores fields that it does not know', () => {
    expect(parseOptions({ ...defaultOptions, color: 'red' })).toEqual(defaultOptions);
  });

  it('makes valid options of anything', () => {
    fc.assert(
      fc.property(fc.anything(), (value) => {
        expect(isValid(parseOptions(value))).toBe(true);
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
    expect(isValid({ ...defaultOptions, ...wrong })).toBe(false);
    expect(parseOptions({ ...defaultOptions, ...wrong })).toEqual(defaultOptions);
  });
});

describe('parseAdjustment', () => {
  it('keeps only the fields that can be changed during a recording', () => {
    expect(parseAdjustment({ muted: true, microphoneGain: 0.5, format: 'webm-vp8' })).toEqual({
      ok: true,
      value: { muted: true, microphoneGain: 0.5 },
    });
  });

  it.each([undefined, { muted: true, sourceGain: 3 }, { inset: 'yes' }])('refuses %j', (invalid) => {
    expect(parseAdjustment(invalid)).toMatchObject({ failure: { code: 'invalid-options' } });
  });
});

describe('hasMicrophone', () => {
  it('is true if the microphone is the source, or beside it', () => {
    expect(hasMicrophone({ source: 'microphone', microphone: false })).toBe(true);
    expect(hasMicrophone({ source: 'tab', microphone: true })).toBe(true);
    expect(hasMicrophone({ source: 'camera', microphone: false })).toBe(false);
  });
});

describe('canHaveAudio', () => {
  it('is false only for a camera without the microphone', () => {
    for (const source of ['tab', 'picker', 'microphone'] as const)
      expect(canHaveAudio({ source, microphone: false })).toBe(true);
    expect(canHaveAudio({ source: 'camera', microphone: true })).toBe(true);
    expect(canHaveAudio({ source: 'camera', microphone: false })).toBe(false);
  });
});

describe('hasInset', () => {
  it('is true only beside a tab, window or screen', () => {
    expect(hasInset({ source: 'tab', inset: true })).toBe(true);
    expect(hasInset({ source: 'picker', inset: true })).toBe(true);
    expect(hasInset({ source: 'picker', inset: false })).toBe(false);
    for (const source of ['camera', 'microphone'] as const)
      expect(hasInset({ source, inset: true })).toBe(false);
  });
});
