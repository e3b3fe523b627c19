import * as v from 'valibot';
import { colourMatrixSchema } from './colour';
import { fail, failureSchema, ok, type Result } from './failure';
import { type Container, expectedCadenceMs, formatById, formatIdSchema } from './format';
import { sourceSchema } from './options';

/** Identifies a recording; a UUID. */
export type RecordingId = string;

/** Reads a {@link RecordingId} from another context, or returns the failure `unexpected`. */
export function parseRecordingId(value: unknown): Result<RecordingId> {
  return v.is(recordingEntries.id, value) ? ok(value) : fail('unexpected', 'Not an id of a recording');
}

/** A count of bytes, ms, px or the like. */
export const amountSchema = v.pipe(v.number(), v.finite(), v.minValue(0));

/** A moment that `Date` can represent, in ms since the epoch. */
const timestamp = v.pipe(v.number(), v.minValue(-8.64e15), v.maxValue(8.64e15));

const markSchema = v.pipe(
  v.object({
    /** The recorded time at which the gap begins, in ms. */
    atMs: v.number(),
    /** How long the gap lasts, in ms. */
    gapMs: v.number(),
  }),
  v.readonly(),
);

/** A gap in a recording: the system suspended the browser, and the media continues after it. */
export type Mark = v.InferOutput<typeof markSchema>;

/** The fields of a row of the object store `recordings`. */
export const recordingEntries = {
  id: v.pipe(v.string(), v.nonEmpty()),
  name: v.string(),
  /** In ms since the epoch. */
  createdAt: timestamp,
  /** Absent if the row was lost and rebuilt from the slices. */
  source: v.exactOptional(sourceSchema),
  format: formatIdSchema,
  /** The type of the file, with its codecs. */
  mimeType: v.string(),
  /** In ms; `null`: no timeslice, one Blob at the end. */
  timesliceMs: v.nullable(amountSchema),
  /** The size of the video at the start, in px; 0 without video. */
  width: amountSchema,
  height: amountSchema,
  hasAudio: v.boolean(),
  /** `interrupted`: its recorder died; everything that was saved until then is there. */
  state: v.picklist(['recording', 'complete', 'interrupted']),
  /** The matrix of the video's colors, if it was found out; the browser's own label of a tab is always BT.709. */
  matrix: v.exactOptional(colourMatrixSchema),
  /** What is on disk, the next three; all 0 until the recording has ended: until then the slices know. */
  durationMs: amountSchema,
  bytes: amountSchema,
  sliceCount: amountSchema,
  /** Why it ended before the user stopped it. */
  failure: v.exactOptional(failureSchema),
  /** The gaps in it, in order. */
  marks: v.exactOptional(
    v.pipe(
      v.array(v.unknown()),
      v.transform((marks): readonly Mark[] => marks.filter((mark) => v.is(markSchema, mark))),
    ),
  ),
  /** All of its slices were inspected, and none is missing or damaged. */
  isIntact: v.exactOptional(v.literal(true)),
  /** When the user deleted it, in ms since the epoch: it is hidden, and deleted for good once that can't be undone. */
  deletedAt: v.exactOptional(v.number()),
};

const recordingSchema = v.object(recordingEntries);

/** One recording, without its media. */
export type Recording = Readonly<v.InferOutput<typeof recordingSchema>>;

/** The data of one `dataavailable` event: a slice, or a draft, which is an earlier part of a slice. */
export interface Slice {
  readonly recordingId: RecordingId;
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
}

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
