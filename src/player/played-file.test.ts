import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Cue, cutCaptions } from '../domain/captions';
import { hasFrame, isOverAt, lengthOf, placeCues, toFileMs, toRecordingMs } from './played-file';

const clip = {
  spans: [
    { startMs: 2000, endMs: 4000 },
    { startMs: 7000, endMs: 9000 },
  ],
};
/** Spans with gaps between them. */
const clips = fc
  .array(fc.tuple(fc.integer({ min: 1, max: 5000 }), fc.integer({ min: 10, max: 5000 })), {
    minLength: 1,
    maxLength: 5,
  })
  .map((pairs) => {
    let atMs = 0;
    const spans = pairs.map(([gapMs, lengthMs]) => {
      const startMs = atMs + gapMs;
      atMs = startMs + lengthMs;
      return { startMs, endMs: atMs };
    });
    return { spans };
  });

describe('a moment of a clip', () => {
  it.each([
    [0, 2000],
    [1998, 3998],
    [2000, 7000],
    [2500, 7500],
    [4000, 8999],
  ])('%i ms is at %i ms of its original', (ms, fileMs) => {
    expect(toFileMs(clip, ms)).toBe(fileMs);
    expect(toRecordingMs(clip, fileMs)).toBe(ms);
  });

  it.each([
    [0, 0],
    [5000, 2000],
    [60_000, 4000],
  ])('is the next one if the original is at %i ms, which was cut out', (fileMs, ms) => {
    expect(toRecordingMs(clip, fileMs)).toBe(ms);
    expect(hasFrame(clip, fileMs)).toBe(false);
  });

  it('is in the original, and the same one there and back', () => {
    fc.assert(
      fc.property(clips, fc.double({ min: 0, max: 1, noNaN: true }), (file, share) => {
        const ms = share * (lengthOf(file) ?? 0);
        const fileMs = toFileMs(file, ms);
        expect(hasFrame(file, fileMs)).toBe(true);
        // The end of a span is the beginning of the next one.
        expect(Math.abs(toRecordingMs(file, fileMs) - ms)).toBeLessThanOrEqual(1.001);
      }),
    );
  });

  it('is over with the last span', () => {
    expect([0, 3999.5, 5000, 8998].map((fileMs) => isOverAt(clip, fileMs))).toEqual([
      false,
      false,
      false,
      false,
    ]);
    expect([8999, 9000, 60_000].map((fileMs) => isOverAt(clip, fileMs))).toEqual([true, true, true]);
  });

  it('is the same in a file that has nothing else', () => {
    expect([toFileMs({}, 1234.5), toRecordingMs({}, 1234.5)]).toEqual([1234.5, 1234.5]);
    expect([lengthOf({}), isOverAt({}, 1e9), hasFrame({}, 1e9)]).toEqual([undefined, false, true]);
  });
});

describe('the captions of a clip', () => {
  const cue = (startMs: number, endMs: number, text: string): Cue => ({ startMs, endMs, text });

  it('are shown where their moments are in the original', () => {
    const cues = [cue(500, 1000, 'a'), cue(1500, 2500, 'across the seam'), cue(3900, 6000, 'to the end')];
    expect(placeCues(clip, cues)).toEqual([
      cue(2500, 3000, 'a'),
      cue(3500, 4000, 'across the seam'),
      cue(7000, 7500, 'across the seam'),
      cue(8900, 9000, 'to the end'),
    ]);
    expect(placeCues({}, cues)).toBe(cues);
  });

  it('are those that a cut keeps', () => {
    const cues = [cue(1000, 2500, 'a'), cue(3000, 3500, 'b'), cue(5000, 6000, 'gone'), cue(8000, 9500, 'c')];
    const kept = cutCaptions(cues, clip.spans, 60_000);
    expect(cutCaptions(placeCues(clip, kept), clip.spans, 60_000)).toEqual(kept);
  });
});
