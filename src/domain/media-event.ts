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
    /** The chapter began in the media that this is a piece of. */
    continued: v.exactOptional(v.literal(true)),
  }),
  v.readonly(),
);

/** Something in media: a pause, a device that changed, or a warning while it was recorded, or the beginning of a chapter. */
export type MediaEvent = v.InferOutput<typeof eventSchema>;

/** Whether it lasts for a while, until its end or that of the recording. */
function isCondition({ what }: MediaEvent): boolean {
  return conditions.some((condition) => condition === what);
}

/** More chapters than that are not read from a file. */
export const mostChapters = 1000;

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

/** What happens in media, or in a file of it: the part of an event that says when. */
interface Placed {
  readonly what: string;
  readonly atMs: number;
  readonly untilMs?: number;
  readonly label?: string | undefined;
}

/** A condition that has no end lasted to the end. */
export function withEnd(event: MediaEvent, durationMs: number): MediaEvent {
  const isOpen = event.untilMs === undefined && isCondition(event);
  return isOpen ? { ...event, untilMs: Math.max(event.atMs, durationMs) } : event;
}

/**
 * The events in a range of media, in ms from where it begins.
 *
 * @param endMs absent: to the end, and what happened there, such as a pause in which the recording ended
 */
export function eventsBetween<Event extends Placed>(
  events: readonly Event[],
  startMs: number,
  endMs?: number,
): readonly Event[] {
  const last = endMs ?? Number.POSITIVE_INFINITY;
  const move = (ms: number) => Math.min(Math.max(ms, startMs), last) - startMs;
  return events
    .filter(({ atMs, untilMs = atMs }) => untilMs >= startMs && atMs < last)
    .map((event) => ({
      ...event,
      atMs: move(event.atMs),
      ...(event.untilMs === undefined ? {} : { untilMs: move(event.untilMs) }),
    }));
}

/** The chapter that has begun before a moment and goes on there, in ms. */
export function runningChapter<Event extends Placed>(
  events: readonly Event[],
  atMs: number,
): Event | undefined {
  const chapter = events.findLast((event) => event.what === 'chapter' && event.atMs <= atMs);
  return chapter?.atMs === atMs ? undefined : chapter;
}

/** Reads a list of events; invalid ones, and those that only a newer version knows, are left out. */
export const eventsSchema = v.pipe(
  v.array(v.unknown()),
  v.transform((events): readonly MediaEvent[] => events.filter((event) => v.is(eventSchema, event))),
);
