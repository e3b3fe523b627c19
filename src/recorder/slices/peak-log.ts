import { peakEveryMs } from '../../domain/recording';
import type { PendingSlice } from './collector';

/** Keeps the levels of the audio until the slice that they belong to is complete. */
export interface PeakLog {
  /** @param level 0 to 1, of the last 100 ms or a little more @param elapsedMs the recorded time, in ms */
  add(level: number, elapsedMs: number): void;
  /**
   * A slice with its peaks: those that no earlier slice has, up to about its end. Joined, those of all slices begin at 0.
   *
   * @param isLast whether the recorder has stopped
   */
  attach(slice: PendingSlice, isLast: boolean): PendingSlice;
}

/** The level of a moment may arrive so much later, in ms: the next slice has its peak then. */
const latestMs = 1.5 * peakEveryMs;

/** A log without any peaks. */
export function createPeakLog(): PeakLog {
  let hasAudio = false;
  /** Of the first in `peaks`. */
  let firstIndex = 0;
  let peaks: number[] = [];
  return {
    add(level, elapsedMs) {
      hasAudio = true;
      const at = Math.floor((elapsedMs - peakEveryMs / 2) / peakEveryMs) - firstIndex;
      if (at < 0) return;
      // A level covers a little more than one peak; a timer that was later has missed some.
      if (peaks.length === at - 1) peaks.push(level);
      while (peaks.length < at) peaks.push(0);
      peaks[at] = Math.max(peaks[at] ?? 0, level);
    },
    attach(slice, isLast) {
      if (!hasAudio) return slice;
      const untilMs = slice.coversMs - (isLast ? 0 : latestMs);
      const count = Math.max(0, Math.floor(untilMs / peakEveryMs) - firstIndex);
      const taken = new Uint8Array(count);
      taken.set(peaks.slice(0, count).map((level) => Math.round(level * 255)));
      peaks = peaks.slice(count);
      firstIndex += count;
      return { ...slice, peaks: taken };
    },
  };
}
