import * as v from 'valibot';
import { oneLine } from './text';

/** What lasts for a while: it has an end. */
export const conditions = [
  'microphone-gone',
  'microphone-silent',
  'camera-gone',
  'sound-gone',
  'tab-crashed',
  'stalled',
  'no-data',
  'disk-low',
] as const;

/** A condition of a recording in progress. */
export type Condition = (typeof conditions)[number];

const eventSchema = v.pipe(
  v.object({
    what: v.picklist([...conditions, 'paused', 'microphone-changed', 'chapter']),
    /** The recorded time at which it happened or began, in ms. */
    atMs: v.number(),
    /** The recorded time at which a condition ended, in ms; absent if it lasted to the end. */
    untilMs: v.exactOptional(v.number()),
    /** How long a pause lasted, in ms; absent if the recording ended in it. */
    lastedMs: v.exactOptional(v.number()),
    /** The name of the new microphone, or the title of the chapter. */
    label: v.exactOptional(v.string()),
  }),
  v.readonly(),
);

/** Something in media: a pause, a device that changed, or a warning while it was recorded, or the beginning of a chapter. */
export type MediaEvent = v.InferOutput<typeof eventSchema>;

/** Whether it lasts for a while, until its end or that of the recording. */
export function isCondition({ what }: MediaEvent): boolean {
  return conditions.some((condition) => condition === what);
}

/** More chapters than that are not read of a file. */
const mostChapters = 1000;

/** The chapters of a file, in order. */
export function chaptersOf(
  chapters: readonly { readonly atMs: number; readonly title: string }[],
): readonly MediaEvent[] {
  return chapters
    .toSorted((one, other) => one.atMs - other.atMs)
    .slice(0, mostChapters)
    .map(({ atMs, title }) => {
      const label = oneLine(title, 120);
      return { what: 'chapter', atMs, ...(label === '' ? {} : { label }) };
    });
}

/** Reads a list of events; invalid ones, and those that only a newer version knows, are left out. */
export const eventsSchema = v.pipe(
  v.array(v.unknown()),
  v.transform((events): readonly MediaEvent[] => events.filter((event) => v.is(eventSchema, event))),
);
