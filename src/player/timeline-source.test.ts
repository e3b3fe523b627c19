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

function setUp(changes: Partial<TimelineSource> = {}) {
  const measurePeaks = vi.fn<TimelineSource['measurePeaks']>(async () => peaks);
  const source = { hasAudio: true, stored, measurePeaks, ...changes };
  return { shown: followTimeline(source), measurePeaks };
}

describe('what a player shows along a recording', () => {
  it('is what is stored; nothing is decoded', () => {
    const { shown, measurePeaks } = setUp({ stored: { ...stored, peaks } });
    expect(shown.timeline.value).toEqual({ ...stored, peaks });
    expect(shown.isMeasuring.value).toBe(false);
    expect(measurePeaks).not.toHaveBeenCalled();
  });

  it('has peaks that are measured, if they were not kept', async () => {
    let finish: (measured: Uint8Array) => void = () => undefined;
    const measured = new Promise<Uint8Array>((resolve) => {
      finish = resolve;
    });
    const { shown } = setUp({ measurePeaks: () => measured });
    expect(shown.isMeasuring.value).toBe(true);
    expect(shown.timeline.value).toEqual(stored);
    finish(peaks);
    await expect.poll(() => shown.timeline.value).toEqual({ ...stored, peaks });
    await expect.poll(() => shown.isMeasuring.value).toBe(false);
  });

  it('needs no peaks without audio', () => {
    const { shown, measurePeaks } = setUp({ hasAudio: false });
    expect(shown.timeline.value).toEqual(stored);
    expect(shown.isMeasuring.value).toBe(false);
    expect(measurePeaks).not.toHaveBeenCalled();
  });

  it('stays as it is if something fails, and stops measuring when the player closes', async () => {
    const failing = setUp({ measurePeaks: () => Promise.reject(new Error('gone')) });
    const unknown = setUp({ stored: undefined });
    const measuring = setUp({
      measurePeaks: (signal) =>
        new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason))),
    });
    expect(measuring.shown.isMeasuring.value).toBe(true);
    measuring.shown.end();
    await expect.poll(() => measuring.shown.isMeasuring.value).toBe(false);
    expect(measuring.shown.timeline.value).toEqual(stored);
    await expect.poll(() => failing.shown.isMeasuring.value).toBe(false);
    expect(failing.shown.timeline.value).toEqual(stored);
    expect(unknown.shown.timeline.value).toBeUndefined();
    expect(unknown.measurePeaks).not.toHaveBeenCalled();
  });
});
