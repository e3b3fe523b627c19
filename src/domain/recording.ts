import type { Failure } from './failure';
import { type FormatId, formatById, keyFrameIntervalMs } from './format';
import type { Source } from './options';

/** Names a recording; a UUID. */
export type RecordingId = string;

/**
 * How far a recording has come. `interrupted`: its recorder died under it; what was saved
 * until then is all there.
 */
export type RecordingState = 'recording' | 'complete' | 'interrupted';

/** One recording, without its media. The row of the object store `recordings`. */
export interface Recording {
  readonly id: RecordingId;
  readonly name: string;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
  readonly source: Source;
  readonly format: FormatId;
  /** The type of the file, with its codecs. */
  readonly mimeType: string;
  /** In ms; `null`: none, one Blob at the end. */
  readonly timesliceMs: number | null;
  /** The picture's size at the start, in px; 0 where there is no picture. */
  readonly width: number;
  readonly height: number;
  readonly hasAudio: boolean;
  readonly state: RecordingState;
  /** What is on disk; all 0 until the recording has ended, and each slice knows it until then. */
  readonly durationMs: number;
  readonly bytes: number;
  readonly sliceCount: number;
  /** Why it ended before the person asked for it. */
  readonly failure?: Failure;
  /** Where the browser stood still under it, in order. */
  readonly marks?: readonly Mark[];
  /** Its slices were looked at once, and nothing was wrong with them. */
  readonly isSound?: boolean;
  /** The person deleted it, in ms since the epoch: it is hidden, and really deleted once it can't be undone. */
  readonly deletedAt?: number;
}

/** A gap in a recording: the system had stopped the browser, and the media goes on afterwards. */
export interface Mark {
  /** The recorded time at which the gap begins, in ms. */
  readonly atMs: number;
  /** How long it lasts, in ms. */
  readonly gapMs: number;
}

/** The data of one `dataavailable` event: a slice, or a draft, which is an earlier piece of one. */
export interface Slice {
  readonly recordingId: RecordingId;
  /**
   * 0 for the first slice of the recording, then one more each. The drafts of a slice have fractions before it,
   * see {@link draftSequence}.
   */
  readonly sequence: number;
  readonly blob: Blob;
  /** The bytes of this slice and all before it. */
  readonly totalBytes: number;
  /** The recorded time, in ms, that this slice and all before it cover. */
  readonly coversMs: number;
}

/** More than a slice of an hour can have at ten a second; a power of two, so that every draft has a number of its own. */
const draftsPerSlice = 2 ** 20;

/** The sequence of a draft, the `draft`th of its slice: between that of the slice before and its own. */
export function draftSequence(slice: number, draft: number): number {
  return slice - 1 + (draft + 1) / draftsPerSlice;
}

/** How many slices there are up to this one; one that has only drafts yet counts too. */
export function slicesUpTo(sequence: number): number {
  return Math.ceil(sequence) + 1;
}

/** What of a recording is on disk: recorded time in ms, pauses left out, then bytes and slices. */
export type Totals = Pick<Recording, 'durationMs' | 'bytes' | 'sliceCount'>;

/** The totals of a recording whose last slice on disk is this one; all 0 without one. */
export function totalsUpTo(slice: Slice | undefined): Totals {
  if (slice === undefined) return { durationMs: 0, bytes: 0, sliceCount: 0 };
  const { coversMs, totalBytes, sequence } = slice;
  return { durationMs: coversMs, bytes: totalBytes, sliceCount: slicesUpTo(sequence) };
}

/** The name of the Web Lock that a recording in progress holds: unfinished and not locked means orphaned. */
export function recordingLock(id: RecordingId): string {
  return `recording:${id}`;
}

/**
 * The name of the Web Lock that is held, shared, by whoever plays or downloads a recording or can still undo its
 * deletion: it is deleted only under an exclusive one.
 */
export function mediaLock(id: RecordingId): string {
  return `media:${id}`;
}

/**
 * Data goes to disk at least this often, in ms: a longer timeslice is written in drafts. A browser that quits ends the
 * recorder within 100 ms, too soon to save several seconds at once.
 */
export const draftEveryMs = 1000;

/** What the browser and the disk may add to that, in ms. */
const slackMs = 500;

/**
 * How much may be missing at the end of a recording that was interrupted, in ms; `null` where nothing was on its way
 * to disk before the person asked for it.
 */
export function mayMissMs({ format, timesliceMs }: Pick<Recording, 'format' | 'timesliceMs'>): number | null {
  if (timesliceMs === null) return null;
  const { container } = formatById(format);
  return (
    (container === 'mp4' ? keyFrameIntervalMs.mp4 : Math.min(timesliceMs || draftEveryMs, draftEveryMs)) +
    slackMs
  );
}
