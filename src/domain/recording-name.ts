import { oneLine } from './text';

const longestTitle = 120;

/**
 * The name of a new recording: the title of its source, and the local time. A page can put anything into its title:
 * control characters and those of bidirectional text are removed, and it is shortened to 120 characters.
 */
export function recordingName(title: string, at: Date): string {
  return withDate(oneLine(title, longestTitle), at);
}

/** A name with the local time after it: "Weekly review 2026-07-25 14:05". */
export function withDate(name: string, at: Date): string {
  const two = (value: number) => String(value).padStart(2, '0');
  const day = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
  return `${name} ${day} ${two(at.getHours())}:${two(at.getMinutes())}`.trim();
}

/**
 * The name without the time that {@link withDate} has added, for a view that shows the time beside it. The time of a name
 * is local, and the time zone may have changed since; another time belongs to the name.
 *
 * @param createdAt in ms since the epoch
 */
export function withoutDate(name: string, createdAt: number): string {
  const [stamp, date, time] = /(?:^| )(\d{4}-\d\d-\d\d) (\d\d:\d\d)$/.exec(name) ?? [];
  if (stamp === undefined) return name;
  const aheadMs = Date.parse(`${date}T${time}Z`) - createdAt;
  const isOurs = aheadMs > -farthestWestMs && aheadMs <= farthestEastMs;
  return isOurs ? name.slice(0, -stamp.length) : name;
}

const hourMs = 3_600_000;

/** Time zones reach from UTC-12 to UTC+14; a name leaves out up to a minute. */
const farthestWestMs = 12 * hourMs + 60_000;
const farthestEastMs = 14 * hourMs;
