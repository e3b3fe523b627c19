import * as v from 'valibot';
import type { Clip } from './clip';
import { fail, ok, type Result } from './failure';
import { type Container, expectedCadenceMs, formatById } from './format';
import { idSchema, type Media, type MediaId } from './media';

/** Identifies a recording; a UUID. */
export type RecordingId = string;

/** Reads a {@link RecordingId} from another context, or returns the failure `unexpected`. */
export function parseRecordingId(value: unknown): Result<RecordingId> {
  return v.is(idSchema, value) ? ok(value) : fail('unexpected', 'Not an id of a recording');
}

/**
 * A clip with what its media says; each row of the library is one. `id` and `createdAt` are the clip's. If it is a
 * part, its figures and the gaps in it are its own; it is complete, and says nothing of how its media ended.
 */
export type Recording = Omit<Media, 'id' | 'createdAt'> & Omit<Clip, 'durationMs' | 'bytes'>;

/** The data of one `dataavailable` event: a slice, or a draft, which is an earlier part of a slice. */
export interface Slice {
  /** The id of its media, which is that of the recording in progress. */
  readonly recordingId: MediaId;
  /**
   * 0 for the first slice of the recording, then counting up. The drafts of a slice have fractions before it; see
   * {@link draftSequence}.
   */
  readonly sequence: number;
  readonly blob: Blob;
  /** The bytes of this slice and all before it. */
  readonly totalBytes: number;
  /** The recorded time, in ms, that this slice and all before it cover. */
  readonly coversMs: number;
  /** The peaks of the audio since the slice before; see {@link peakEveryMs}. Absent without audio. */
  readonly peaks?: Uint8Array;
}

/** One peak for so much recorded time, in ms: the largest sample in it, 0 to 255. */
export const peakEveryMs = 100;

/** More drafts than a slice of an hour can have at 10 per second; a power of two, so that no two sequences are equal. */
const draftsPerSlice = 2 ** 20;

/** The sequence of a slice's draft, both counted from 0: between those of the slice before and of its own slice. */
export function draftSequence(slice: number, draft: number): number {
  return slice - 1 + (draft + 1) / draftsPerSlice;
}

/** The number of slices up to that sequence; a slice that has only drafts so far counts too. */
export function slicesUpTo(sequence: number): number {
  return Math.ceil(sequence) + 1;
}

/** How much of a recording is on disk: recorded time in ms, without pauses; bytes; slices. */
export type Totals = Pick<Recording, 'durationMs' | 'bytes' | 'sliceCount'>;

/** The totals of a recording whose last slice on disk is this one; all 0 without one. */
export function totalsUpTo(slice: Slice | undefined): Totals {
  if (slice === undefined) return { durationMs: 0, bytes: 0, sliceCount: 0 };
  const { coversMs, totalBytes, sequence } = slice;
  return { durationMs: coversMs, bytes: totalBytes, sliceCount: slicesUpTo(sequence) };
}

/**
 * Data goes to disk at least this often, in ms: a longer timeslice is written in drafts. A browser that quits ends the
 * recorder within 100 ms, too soon to save several seconds at once.
 */
export const draftEveryMs = 1000;

/** Whether a recording with this timeslice is written in drafts. */
export function hasDrafts(timesliceMs: number | null): boolean {
  return timesliceMs !== null && timesliceMs > draftEveryMs;
}

/** How often data goes to disk with this timeslice, in ms. A row of a recording may say 0. */
export function savedEveryMs(container: Container, timesliceMs: number): number {
  return expectedCadenceMs(container, Math.min(timesliceMs || draftEveryMs, draftEveryMs));
}

/** What the browser and the disk may add to that, in ms. */
const slackMs = 500;

/**
 * The most that can be missing at the end of an interrupted recording, in ms; `null` without a timeslice: then data is
 * written only on request.
 */
export function mayMissMs({ format, timesliceMs }: Pick<Recording, 'format' | 'timesliceMs'>): number | null {
  if (timesliceMs === null) return null;
  return savedEveryMs(formatById(format).container, timesliceMs) + slackMs;
}
