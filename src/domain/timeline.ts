import type { MediaEvent } from './media-event';
import type { StoryboardPicture } from './storyboard';

/** What is along a recording: what its recorder noted, its chapters, and where the browser was frozen. */
export type TimelineEvent =
  | MediaEvent
  | { readonly what: 'frozen'; readonly atMs: number; readonly untilMs: number };

/** The slices along a recording, in order, in columns: there may be 100,000 of them. Times are in ms of the file. */
export interface TimelineSlices {
  readonly startMs: Float64Array;
  readonly endMs: Float64Array;
  readonly bytes: Float64Array;
  /** How long the slowest commit of its data took, in ms; NaN if that is not known. */
  readonly commitMs: Float64Array;
  /** How many slices it stands for: an earlier version packed them without keeping the size of each. */
  readonly counts: Uint32Array;
}

/** What is known of a recording along its time. Times are in ms of its file. */
export interface Timeline {
  readonly durationMs: number;
  /** One for each `peakEveryMs`, 0 to 255; absent without audio, and until they are known. */
  readonly peaks?: Uint8Array;
  /** In order; absent without video, and until they are known. */
  readonly pictures?: readonly StoryboardPicture[];
  /** There are pictures for less than half of it, and more may be made of its file. */
  readonly hasFewPictures?: true;
  readonly slices: TimelineSlices;
  readonly events: readonly TimelineEvent[];
}

/** How many slices there are. */
export function countSlices({ counts }: Pick<TimelineSlices, 'counts'>): number {
  return counts.reduce((sum, count) => sum + count, 0);
}

/** The index of the slice at a moment, in ms; the last one after the end; -1 if there is none. */
export function sliceAt({ endMs }: TimelineSlices, atMs: number): number {
  let low = 0;
  let high = endMs.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((endMs[middle] ?? 0) <= atMs) low = middle + 1;
    else high = middle;
  }
  return high < 0 ? -1 : low;
}
