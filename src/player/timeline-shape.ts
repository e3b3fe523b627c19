import { peakEveryMs } from '../domain/recording';
import type { TimelineSlices } from '../domain/timeline';

/** The size of a plot in its own units; it is stretched to its place. */
export const plotSize = { width: 1200, height: 100 } as const;

/** At most so many bars are drawn, however long the recording is. */
const mostBars = { peaks: 600, slices: 300 } as const;

/** The least height of a bar: silence, and a slice of a few bytes, are there too. */
const leastHeight = { peaks: 2, slices: 4 } as const;

/** The outline of a waveform. @param durationMs the width, in ms */
export function waveformPath(peaks: Uint8Array, durationMs: number): string {
  const bars = Math.max(1, Math.min(mostBars.peaks, Math.ceil(durationMs / peakEveryMs)));
  const highest = new Float64Array(bars);
  peaks.forEach((peak, index) => {
    const bar = Math.floor((index * peakEveryMs * bars) / durationMs);
    if (bar < bars) highest[bar] = Math.max(highest[bar] ?? 0, peak);
  });
  const width = plotSize.width / bars;
  const path = Array.from(highest, (peak, bar) => {
    const height = Math.max(leastHeight.peaks, (peak / 255) * plotSize.height);
    return rectangle(bar * width, (plotSize.height - height) / 2, width * 0.7, height);
  });
  return path.join('');
}

/** What is plotted of slices. */
export interface SliceBars {
  /** Bars from below. */
  readonly sizes: string;
  /** The same for the times of their commits. */
  readonly commits: string;
  /** In bytes; 0 if none is known. */
  readonly largest: number;
  /** In ms; 0 if none is known. */
  readonly slowestMs: number;
}

/** A commit that takes less than this, in ms, is never a full bar. */
const leastScaleMs = 20;

/** Plots the sizes of slices, and how long their commits took. Where a slice is missing, there is no bar. */
export function plotSlices(slices: TimelineSlices, durationMs: number): SliceBars {
  const bars = barsOf(slices, durationMs);
  const largest = Math.max(0, ...bars.map(({ bytes }) => bytes));
  const slowestMs = Math.max(0, ...bars.map(({ commitMs }) => commitMs));
  const path = (heightOf: (bar: Bar) => number) =>
    bars
      .filter((bar) => heightOf(bar) > 0)
      .map((bar) => {
        const height = Math.max(leastHeight.slices, heightOf(bar) * plotSize.height);
        return rectangle(bar.from, plotSize.height - height, bar.width, height);
      })
      .join('');
  return {
    sizes: path(({ bytes }) => bytes / Math.max(1, largest)),
    commits: path(({ commitMs }) => commitMs / Math.max(leastScaleMs, slowestMs)),
    largest,
    slowestMs,
  };
}

interface Bar {
  readonly from: number;
  readonly width: number;
  readonly bytes: number;
  /** 0 if it is not known. */
  readonly commitMs: number;
}

/** One for each slice, or for the largest and slowest of those that are in the same place. */
function barsOf(slices: TimelineSlices, durationMs: number): readonly Bar[] {
  const { startMs, endMs, bytes, commitMs, counts } = slices;
  const unit = plotSize.width / Math.max(1, durationMs);
  const known = (index: number) => ({
    bytes: (bytes[index] ?? 0) / (counts[index] ?? 1),
    commitMs: commitMs[index] || 0,
  });
  if (counts.length <= mostBars.slices) {
    return Array.from(counts, (_, index) => {
      const from = (startMs[index] ?? 0) * unit;
      const width = (endMs[index] ?? 0) * unit - from;
      // So narrow that it ends in the plot, and a gap shows where the next one begins.
      return { from, width: Math.max(0.5, width - Math.min(2, width / 5)), ...known(index) };
    });
  }
  const places = new Map<number, { bytes: number; commitMs: number }>();
  const width = plotSize.width / mostBars.slices;
  counts.forEach((_, index) => {
    const first = Math.floor(((startMs[index] ?? 0) * unit) / width);
    const last = Math.ceil(((endMs[index] ?? 0) * unit) / width) - 1;
    const slice = known(index);
    for (let place = first; place <= Math.min(last, mostBars.slices - 1); place += 1) {
      const before = places.get(place) ?? { bytes: 0, commitMs: 0 };
      places.set(place, {
        bytes: Math.max(before.bytes, slice.bytes),
        commitMs: Math.max(before.commitMs, slice.commitMs),
      });
    }
  });
  return [...places].map(([place, most]) => ({ from: place * width, width: width * 0.8, ...most }));
}

function rectangle(x: number, y: number, width: number, height: number): string {
  return `M${round(x)} ${round(y)}h${round(width)}v${round(height)}h${round(-width)}z`;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
