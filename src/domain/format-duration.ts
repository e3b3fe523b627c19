import { numberFormat } from './formatters';

/** A recorded time, in ms, as a clock: "0:04", "12:04", "1:02:03". It is rounded down: a clock never runs ahead. */
export function formatDuration(ms: number, locale: string): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor(seconds / 60) % 60;
  const two = numberFormat(locale, { minimumIntegerDigits: 2, useGrouping: false });
  const one = numberFormat(locale, { useGrouping: false });
  const tail = `${hours > 0 ? two.format(minutes) : one.format(minutes)}:${two.format(seconds % 60)}`;
  return hours > 0 ? `${one.format(hours)}:${tail}` : tail;
}
