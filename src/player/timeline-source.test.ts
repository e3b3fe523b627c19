import { signal } from '@preact/signals';
import { describe, expect, it, vi } from 'vitest';
import type { Timeline } from '../domain/timeline';
import { followTimeline, type TimelineSource } from './timeline-source';

const stored: Timeline = {
  durationMs: 1000,
  slices: {
    startMs: new Float64Array(),
    endMs: new Float64Array(),
    bytes: new Float64Array(),
    commitMs: new Float64Array(),
    counts: new Uint32Array(),
  },
  events: [],
};
const peaks = Uint8Array.of(1, 2);
const pictures = [{ atMs: 500, picture: new Blob(['picture']) }];

function setUp(known: Timeline | 'none' = stored, changes: Partial<TimelineSource> = {}) {
  const read = signal<Timeline | undefined>(known === 'none' ? undefined : known);
  const measurePeaks = vi.fn<TimelineSource['measurePeaks']>(async () => peaks);
  const makePictures = vi.fn<TimelineSource['makePictures']>(async () => pictures);
  const source = { hasAudio: true, stored: read, measurePeaks, makePictures, ...changes };
  return { shown: followTimeline(source), measurePeaks, makePictures, read };
}

describe('what a player shows along a recording', () => {
  it('is what is stored; nothing is decoded', () => {
    const { shown, measurePeaks } = setUp({ ...stored, peaks });
    expect(shown.timeline.value).toEqual({ ...stored, peaks });
    expect(shown.isMeasuring.value).toBe(false);
    expect(measurePeaks).not.toHaveBeenCalled();
  });

  it('has peaks that are measured, if they were not kept', async () => {
    let finish: (measured: Uint8Array) => void = () => undefined;
    const measured = new Promise<Uint8Array>((resolve) => {
      finish = resolve;
    });
    const { shown } = setUp(stored, { measurePeaks: () => measured });
    expect(shown.isMeasuring.value).toBe(true);
    expect(shown.timeline.value).toEqual(stored);
    finish(peaks);
    await expect.poll(() => shown.timeline.value).toEqual({ ...stored, peaks });
    await expect.poll(() => shown.isMeasuring.value).toBe(false);
  });

  it('may be read late, or never', async () => {
    const { shown, measurePeaks, read } = setUp('none');
    expect(shown.timeline.value).toBeUndefined();
    expect(measurePeaks).not.toHaveBeenCalled();
    read.value = stored;
    expect(shown.isMeasuring.value).toBe(true);
    await expect.poll(() => shown.timeline.value).toEqual({ ...stored, peaks });
  });

  it('needs no peaks without audio', () => {
    const { shown, measurePeaks } = setUp(stored, { hasAudio: false });
    expect(shown.timeline.value).toEqual(stored);
    expect(shown.isMeasuring.value).toBe(false);
    expect(measurePeaks).not.toHaveBeenCalled();
  });

  it('stays as it is if something fails, and stops measuring when the player closes', async () => {
    const failing = setUp(stored, { measurePeaks: () => Promise.reject(new Error('gone')) });
    const measuring = setUp(stored, {
      measurePeaks: (signal) =>
        new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason))),
    });
    expect(measuring.shown.isMeasuring.value).toBe(true);
    measuring.shown.end();
    await expect.poll(() => measuring.shown.isMeasuring.value).toBe(false);
    expect(measuring.shown.timeline.value).toEqual(stored);
    await expect.poll(() => failing.shown.isMeasuring.value).toBe(false);
    expect(failing.shown.timeline.value).toEqual(stored);
  });

  it('has pictures that are made once the user points at it, if none were kept, once', async () => {
    const { shown, makePictures, read } = setUp('none');
    shown.point();
    read.value = { ...stored, peaks };
    expect(makePictures).not.toHaveBeenCalled();
    shown.point();
    shown.point();
    await vi.waitFor(() => expect(shown.timeline.value?.pictures).toEqual(pictures));
    expect(makePictures).toHaveBeenCalledOnce();
    const kept = setUp({ ...stored, peaks, pictures });
    kept.shown.point();
    expect(kept.makePictures).not.toHaveBeenCalled();
    expect(kept.shown.timeline.value?.pictures).toEqual(pictures);
  });

  it('shows the few that were kept until more are made', async () => {
    const few: Timeline = { ...stored, peaks, pictures, hasFewPictures: true };
    const shownOf = ({ timeline }: ReturnType<typeof followTimeline>) => timeline.value?.pictures;
    const more = [...pictures, { atMs: 700, picture: new Blob(['other']) }];
    for (const [made, expected] of [
      [async () => more, more],
      [async () => more.slice(1), pictures],
      [() => Promise.reject(new Error('gone')), pictures],
    ] as const) {
      const makePictures = vi.fn(made);
      const { shown } = setUp(few, { makePictures });
      expect(shownOf(shown)).toEqual(pictures);
      shown.point();
      shown.point();
      await new Promise((resolve) => setTimeout(resolve));
      expect(shownOf(shown)).toEqual(expected);
      expect(makePictures).toHaveBeenCalledOnce();
    }
  });

  it('shows no pictures if they can’t be made', async () => {
    const { shown } = setUp({ ...stored, peaks }, { makePictures: () => Promise.reject(new Error('gone')) });
    shown.point();
    await new Promise((resolve) => setTimeout(resolve));
    expect(shown.timeline.value).toEqual({ ...stored, peaks });
  });
});
