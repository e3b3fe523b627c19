import * as v from 'valibot';
import { failureSchema } from './failure';

/** Reads a {@link RecoveredRecording}. */
const recoveredSchema = v.pipe(v.object({ recordingId: v.string(), durationMs: v.number() }), v.readonly());

/** Reads {@link Notices}. */
export const noticesSchema = v.pipe(
  v.object({
    revision: v.pipe(v.tuple([v.number()]), v.readonly()),
    /** Why a command from the menu or the keyboard was refused, until it is dismissed or outdated. */
    refusal: v.exactOptional(failureSchema),
    /** Recovered recordings that the user has not acknowledged, the newest first. */
    recovered: v.pipe(v.array(recoveredSchema), v.readonly()),
  }),
  v.readonly(),
);

/** What only the service worker knows, for the pages and the toolbar button. */
export type Notices = v.InferOutput<typeof noticesSchema>;

/** A recording that was interrupted: its id, and how much of it is saved, in ms. */
export type RecoveredRecording = v.InferOutput<typeof recoveredSchema>;

/** No notices. */
export const noNotices: Notices = { revision: [0], recovered: [] };
