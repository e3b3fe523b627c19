import { describe, expect, it } from 'vitest';
import { draftSequence, mayMissMs, slicesUpTo, totalsUpTo } from './recording';

describe('the number of a draft', () => {
  it('lies between the slice before and its own, also after an hour of ten a second', () => {
    const numbers = [0, 1, 8191, 8192, 36_000].map((draft) => draftSequence(5, draft));
    expect(numbers).toEqual([...new Set(numbers)].sort((one, other) => one - other));
    expect(numbers[0]).toBeGreaterThan(4);
    expect(numbers.at(-1)).toBeLessThan(5);
    expect(numbers.map(slicesUpTo)).toEqual(numbers.map(() => 6));
  });

  it('is its own in a recording of a hundred days', () => {
    const slice = 10 * 3600 * 24 * 100;
    expect(draftSequence(slice, 1)).toBeGreaterThan(draftSequence(slice, 0));
    expect(draftSequence(slice, 0)).toBeGreaterThan(slice - 1);
  });
});

describe('totalsUpTo', () => {
  const slice = { recordingId: 'a', blob: new Blob(), totalBytes: 30, coversMs: 500 };

  it('counts all slices up to the last, also if only a draft of it is there', () => {
    expect(totalsUpTo({ ...slice, sequence: 2 })).toEqual({ durationMs: 500, bytes: 30, sliceCount: 3 });
    expect(totalsUpTo({ ...slice, sequence: draftSequence(2, 5) }).sliceCount).toBe(3);
  });

  it('is 0 without a slice', () => {
    expect(totalsUpTo(undefined)).toEqual({ durationMs: 0, bytes: 0, sliceCount: 0 });
  });
});

describe('what may be missing', () => {
  it.each([
    ['the timeslice', 'webm-vp9', 250, 750],
    ['the time between two drafts of a longer one', 'webm-vp9', 10_000, 1500],
    ['the key-frame interval of an MP4', 'mp4-h264', 250, 1500],
    ['as much, where nobody knows the timeslice', 'webm-vp8', 0, 1500],
    ['nobody knows, without a timeslice', 'webm-vp9', null, null],
  ] as const)('is %s', (_what, format, timesliceMs, ms) => {
    expect(mayMissMs({ format, timesliceMs })).toBe(ms);
  });
});
