import * as v from 'valibot';
import { failureSchema } from './failure';

const savedEntries = {
  recordingId: v.string(),
  name: v.string(),
  /** How much of it is saved, in ms. */
  durationMs: v.number(),
  /** Whether it has video. */
  hasPicture: v.boolean(),
};

/** Reads {@link Notices}. */
export const noticesSchema = v.pipe(
  v.object({
    revision: v.pipe(v.tuple([v.number()]), v.readonly()),
    /** Why a command from the menu or the keyboard was refused, until it is dismissed or outdated. */
    refusal: v.exactOptional(failureSchema),
    /** The tab that it is about, if it is about one, and since when, in ms since the epoch. */
    refusedTab: v.exactOptional(v.pipe(v.object({ tabId: v.number(), at: v.number() }), v.readonly())),
    /** The recording that has ended last, until the user dismisses it, or starts another. */
    saved: v.exactOptional(
      v.pipe(
        v.object({
          ...savedEntries,
          /** Whether the popup has shown it. */
          seen: v.boolean(),
        }),
        v.readonly(),
      ),
    ),
    /** Recovered recordings that the user has not acknowledged, the newest first. */
    recovered: v.pipe(v.array(v.pipe(v.object(savedEntries), v.readonly())), v.readonly()),
    /** The database keeps the service worker waiting: the recordings above are those that it knew before. */
    isDatabaseLate: v.exactOptional(v.literal(true)),
  }),
  v.readonly(),
);

/** What only the service worker knows, for the pages and the toolbar button. */
export type Notices = v.InferOutput<typeof noticesSchema>;

/** What the popup and the toolbar button show of a recording that is over. */
export type SavedRecording = Notices['recovered'][number];

/** No notices. */
export const noNotices: Notices = { revision: [0], recovered: [] };
