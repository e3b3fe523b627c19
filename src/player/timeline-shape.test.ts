import { describe, expect, it } from 'vitest';
import type { TimelineSlices } from '../domain/timeline';
import { plotSize, plotSlices, waveformPath } from './timeline-shape';

/** The rectangles of a path: x, y, width, height. */
function rectangles(path: string): number[][] {
  return [...path.matchAll(/M([\d.-]+) ([\d.-]+)h([\d.-]+)v([\d.-]+)h[\d.-]+z/g)].map((found) =>
    found.slice(1).map(Number),
  );
}

function slicesOf(count: number, everyMs: number, missing: readonly number[] = []): TimelineSlices {
  const indices = Array.from({ length: count }, (_, index) => index).filter(
    (index) => !missing.includes(index),
  );
  return {
    startMs: Float64Array.from(indices, (index) => index * everyMs),
    endMs: Float64Array.from(indices, (index) => (index + 1) * everyMs),
    bytes: Float64Array.from(indices, (index) => 100 + index),
    commitMs: Float64Array.from(indices, (index) => (index === indices.at(-1) ? Number.NaN : index % 40)),
    counts: Uint32Array.from(indices, () => 1),
  };
}

describe('the waveform', () => {
  it('has a bar for each peak, as high as it is, around the middle', () => {
    const bars = rectangles(waveformPath(Uint8Array.of(0, 255, 51, 0), 400));
    expect(bars.map(([x, , , height]) => [x, height])).toEqual([
      [0, 2],
      [300, 100],
      [600, 20],
      [900, 2],
    ]);
    for (const [, y = 0, , height = 0] of bars) expect(y + height / 2).toBe(50);
  });

  it('is one path of at most 600 bars, which keeps every loud moment, also of ten hours', () => {
    const peaks = new Uint8Array(360_000);
    peaks[123_456] = 255;
    const bars = rectangles(waveformPath(peaks, 36_000_000));
    expect(bars).toHaveLength(600);
    expect(bars.filter(([, , , height = 0]) => height > 2)).toEqual([[410, 0, 1.4, 100]]);
  });
});

describe('the plot of slices', () => {
  it('has a bar for each, with its size and its commit, where it is', () => {
    const { sizes, commits, largest, slowestMs } = plotSlices(slicesOf(4, 500), 2000);
    expect(rectangles(sizes).map(([x, , width]) => [x, width])).toEqual(
      [0, 300, 600, 900].map((x) => [x, 298]),
    );
    expect(largest).toBe(103);
    expect(slowestMs).toBe(2);
    // Of the first, the commit took no time; that of the last is not known.
    expect(rectangles(commits).map(([x]) => x)).toEqual([300, 600]);
  });

  it('has a gap where a slice is missing', () => {
    expect(rectangles(plotSlices(slicesOf(4, 500, [1]), 2000).sizes).map(([x]) => x)).toEqual([0, 600, 900]);
  });

  it('is bounded for ten hours, shows the largest and the slowest, and a gap that lasts', () => {
    const missing = Array.from({ length: 2000 }, (_, index) => 50_000 + index);
    const { sizes, commits, largest, slowestMs } = plotSlices(slicesOf(144_000, 250, missing), 36_000_000);
    expect(largest).toBe(100 + 143_999);
    expect(slowestMs).toBe(39);
    const bars = rectangles(sizes);
    expect(bars.length).toBeLessThan(300);
    expect(bars.length).toBeGreaterThan(290);
    expect(rectangles(commits).length).toBeLessThan(300);
    expect(plotSize.width).toBe(1200);
  });
});
