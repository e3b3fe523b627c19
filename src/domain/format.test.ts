import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  chooseFormat,
  containerOf,
  type EncodingAbility,
  expectedCadenceMs,
  type FormatId,
  formatById,
  formats,
  mimeTypeOf,
  type Quality,
  videoBitsPerSecond,
} from './format';

const able = (id: FormatId, ...words: ('smooth' | 'powerEfficient')[]): EncodingAbility => ({
  id,
  supported: true,
  smooth: words.includes('smooth'),
  powerEfficient: words.includes('powerEfficient'),
});

describe('chooseFormat', () => {
  it('chooses AV1 only if it is smooth and power efficient', () => {
    const others = [able('webm-vp9', 'smooth'), able('webm-vp8', 'smooth')];
    expect(chooseFormat([able('webm-av1', 'smooth', 'powerEfficient'), ...others])).toBe('webm-av1');
    expect(chooseFormat([able('webm-av1', 'smooth'), ...others])).toBe('webm-vp9');
  });

  it('falls back to VP8 if VP9 is not smooth, and to VP9 if there is no VP8', () => {
    expect(chooseFormat([able('webm-vp9'), able('webm-vp8', 'smooth')])).toBe('webm-vp8');
    expect(chooseFormat([able('webm-vp9')])).toBe('webm-vp9');
  });

  it('always names a WebM', () => {
    const ability = fc.record({
      id: fc.constantFrom(...formats.map(({ id }) => id)),
      supported: fc.boolean(),
      smooth: fc.boolean(),
      powerEfficient: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(ability), (abilities) => {
        expect(formatById(chooseFormat(abilities)).container).toBe('webm');
      }),
    );
    expect(containerOf('automatic')).toBe('webm');
  });
});

describe('mimeTypeOf', () => {
  it('names the codecs of the tracks that are there', () => {
    const h264 = formatById('mp4-h264');
    expect(mimeTypeOf(h264)).toBe('video/mp4;codecs=avc3.640034,opus');
    expect(mimeTypeOf(h264, { video: true, audio: false })).toBe('video/mp4;codecs=avc3.640034');
    expect(mimeTypeOf(formatById('webm-vp9'), { video: false, audio: true })).toBe('audio/webm;codecs=opus');
  });
});

describe('expectedCadenceMs', () => {
  it('is the timeslice in WebM, and the next multiple of a key-frame interval in MP4', () => {
    expect(expectedCadenceMs('webm', 250)).toBe(250);
    expect([100, 1000, 1001, 5000].map((ms) => expectedCadenceMs('mp4', ms))).toEqual([
      1000, 1000, 2000, 5000,
    ]);
  });
});

describe('videoBitsPerSecond', () => {
  const of = (width: number, height: number, quality: Quality = 'balanced', frameRate = 30) =>
    videoBitsPerSecond({ width, height, frameRate }, quality);

  it('never falls below what a small video needs', () => {
    expect(of(0, 0)).toBe(2_500_000);
    expect(of(640, 360)).toBe(2_500_000);
    expect(of(640, 360, 'small')).toBe(800_000);
  });

  it('grows with the pixels and the frames', () => {
    expect(of(3840, 2160)).toBe(4 * of(1920, 1080));
    expect(of(1920, 1080, 'balanced', 60)).toBe(2 * of(1920, 1080));
    expect(of(1920, 1080, 'high')).toBe(2 * of(1920, 1080));
  });

  it('is the number that the user typed, and at most what the browser supports', () => {
    expect(of(640, 360, 123_456)).toBe(123_456);
    expect(of(7680, 4320, 'high', 60)).toBe(100_000_000);
  });
});
