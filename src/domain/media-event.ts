import * as v from 'valibot';

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
    what: v.picklist([...conditions, 'paused', 'microphone-changed']),
    /** The recorded time at which it happened or began, in ms. */
    atMs: v.number(),
    /** The recorded time at which a condition ended, in ms; absent if it lasted to the end. */
    untilMs: v.exactOptional(v.number()),
    /** How long a pause lasted, in ms; absent if the recording ended in it. */
    lastedMs: v.exactOptional(v.number()),
    /** The name of the new microphone. */
    label: v.exactOptional(v.string()),
  }),
  v.readonly(),
);

/** Something that happened while media was recorded: a pause, a device that changed, a warning. */
export type MediaEvent = v.InferOutput<typeof eventSchema>;

/** Whether it lasts for a while, until its end or that of the recording. */
export function isCondition({ what }: MediaEvent): boolean {
  return conditions.some((condition) => condition === what);
}

/** Reads a list of events; invalid ones, and those that only a newer version knows, are left out. */
export const eventsSchema = v.pipe(
  v.array(v.unknown()),
  v.transform((events): readonly MediaEvent[] => events.filter((event) => v.is(eventSchema, event))),
);
