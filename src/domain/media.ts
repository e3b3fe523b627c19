import * as v from 'valibot';
import { colorMatrixSchema } from './color';
import { failureSchema } from './failure';
import { formatIdSchema } from './format';
import { eventsSchema } from './media-event';
import { sourceSchema } from './options';

/** Identifies media; a UUID. The first clip of media, the recording as it was made, has the same id. */
export type MediaId = string;

/** An id of media or of a clip. */
export const idSchema = v.pipe(v.string(), v.nonEmpty());

/** A count of bytes, ms, px or the like. */
export const amountSchema = v.pipe(v.number(), v.finite(), v.minValue(0));

/** A moment that `Date` can represent, in ms since the epoch. */
export const timestampSchema = v.pipe(v.number(), v.minValue(-8.64e15), v.maxValue(8.64e15));

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

/** The gaps between two recorded times, in ms: what begins or ends with a gap doesn't show it. */
export function marksBetween(
  marks: readonly Mark[],
  startMs: number,
  endMs = Number.POSITIVE_INFINITY,
): readonly Mark[] {
  return marks.filter(({ atMs }) => atMs > startMs && atMs < endMs);
}

/** The fields of a row of the object store `media`. */
export const mediaEntries = {
  id: idSchema,
  /** In ms since the epoch. */
  createdAt: timestampSchema,
  /** What it was recorded from, or `file`: it was copied from one. Absent if the row was lost and rebuilt from the slices. */
  source: v.exactOptional(v.picklist([...sourceSchema.options, 'file'])),
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
  matrix: v.exactOptional(colorMatrixSchema),
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
  /** What happened while it was recorded, and the chapters of a file that was added, in order. */
  events: v.exactOptional(eventsSchema),
  /** How long the commit of the last slice took, in ms; those of the others are in the slices. */
  lastCommitMs: v.exactOptional(amountSchema),
  /** All of its slices were inspected, and none is missing or damaged. */
  isIntact: v.exactOptional(v.literal(true)),
};

const mediaSchema = v.object(mediaEntries);

/** What a recorder wrote, without its bytes: those are in its slices. */
export type Media = Readonly<v.InferOutput<typeof mediaSchema>>;

/** What media was recorded from, or `file`. */
export type MediaSource = NonNullable<Media['source']>;
