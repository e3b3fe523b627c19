import * as v from 'valibot';
import { captionsSchema } from './captions';
import { amountSchema, idSchema, type MediaId, timestampSchema } from './media';

const rangeSchema = v.pipe(
  v.object({
    mediaId: idSchema,
    /** In ms of the finished file of the media; absent: from its beginning. */
    startMs: v.exactOptional(amountSchema),
    /** In ms of the finished file of the media, and after the start; absent: to its end. */
    endMs: v.exactOptional(amountSchema),
    /**
     * The range before it was encoded again, up to `startMs`, a key frame: it begins exactly there, also with its sound.
     */
    continues: v.exactOptional(v.literal(true)),
  }),
  v.check(({ startMs = 0, endMs = Number.POSITIVE_INFINITY }) => startMs < endMs),
  v.readonly(),
);

/** A stretch of media. */
export type MediaRange = v.InferOutput<typeof rangeSchema>;

/** The fields of a row of the object store `clips`. */
export const clipEntries = {
  id: idSchema,
  name: v.string(),
  /** In ms since the epoch. */
  createdAt: timestampSchema,
  /** What it plays, in order. Invalid ranges are left out; without any other it is invalid. */
  ranges: v.pipe(
    v.array(v.unknown()),
    v.transform((ranges): readonly MediaRange[] => ranges.filter((range) => v.is(rangeSchema, range))),
    v.minLength(1),
  ),
  /** When the user deleted it, in ms since the epoch: it is hidden, and deleted for good once that can't be undone. */
  deletedAt: v.exactOptional(v.number()),
  /** In order of their start. */
  captions: v.exactOptional(captionsSchema),
  /** Only of a part: about a whole, the media knows the next two. */
  durationMs: v.exactOptional(amountSchema),
  /** The part of the media's bytes that it plays. */
  bytes: v.exactOptional(amountSchema),
};

const clipSchema = v.object(clipEntries);

/** What is played, one after the other: ranges of media. Clips share media, and copy none of its bytes. */
export type Clip = Readonly<v.InferOutput<typeof clipSchema>>;

/** The range of all of some media. */
export function wholeOf(mediaId: MediaId): readonly MediaRange[] {
  return [{ mediaId }];
}

/** Whether a clip is anything else than all of some media. */
export function isPart({ ranges }: Pick<Clip, 'ranges'>): boolean {
  return ranges.length !== 1 || ranges.some(hasBounds);
}

/** Whether a range leaves something out, as far as one can tell without the media. */
function hasBounds({ startMs, endMs }: Omit<MediaRange, 'mediaId'>): boolean {
  return startMs !== undefined || endMs !== undefined;
}

/** The media that a clip needs, each once. */
export function mediaOf({ ranges }: Pick<Clip, 'ranges'>): readonly MediaId[] {
  return [...new Set(ranges.map(({ mediaId }) => mediaId))];
}
