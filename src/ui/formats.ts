import { formatDuration } from '../domain/format-duration';
import { dateFormat, numberFormat } from '../domain/formatters';
import type { Translate } from '../extension/i18n';

/** A moment of a recording, in ms, rounded down to tenths: "0:12.3". */
export function formatMoment(ms: number, locale: string): string {
  // A position of a player is a little less than what was set.
  const tenths = Math.floor(Math.max(0, ms) / 100 + 0.001);
  const fraction = numberFormat(locale, { minimumFractionDigits: 1 }).format((tenths % 10) / 10);
  return formatDuration(tenths * 100, locale) + fraction.slice(1);
}

/** A number in the user's language: "3,600,000". */
export function formatNumber(value: number, locale: string): string {
  return numberFormat(locale).format(value);
}

/** A share in the user's language: 0.5 is "50%". */
export function formatPercent(value: number, locale: string): string {
  return numberFormat(locale, { style: 'percent' }).format(value);
}

const sizeUnits = ['kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const;

/** A size on disk with at most three digits, in units of 1000: "0 kB", "840 kB", "12.3 MB". */
export function formatSize(bytes: number, locale: string): string {
  const { unit, divisor } = sizeUnit(bytes);
  const size = bytes / divisor;
  return unitFormat(locale, unit, { maximumFractionDigits: size < 99.95 ? 1 : 0 }).format(size);
}

/** A range of sizes in the unit of the larger one, each with two digits: "0.34–43 MB"; one size if both are the same. */
export function formatSizeRange(least: number, most: number, locale: string): string {
  if (least === most) return formatSize(most, locale);
  // With two digits, "1,000" begins here.
  const { unit, divisor } = sizeUnit(most, 995);
  const format = unitFormat(locale, unit, { maximumSignificantDigits: 2 });
  const [from, to] = [least / divisor, most / divisor];
  // A range of the same would be written as about one of them.
  return format.format(from) === format.format(to) ? format.format(to) : format.formatRange(from, to);
}

/** The unit that suits a size, and how many bytes it has. @param tooMany so many of a unit are one of the next */
function sizeUnit(bytes: number, tooMany = 999.5) {
  let divisor = 1000;
  let unit: (typeof sizeUnits)[number] = 'kilobyte';
  for (const larger of sizeUnits.slice(1)) {
    // From 999.5 on, it would be rounded to "1,000 kB".
    if (bytes / divisor < tooMany) break;
    divisor *= 1000;
    unit = larger;
  }
  return { unit, divisor };
}

function unitFormat(locale: string, unit: (typeof sizeUnits)[number], digits: Intl.NumberFormatOptions) {
  return numberFormat(locale, { style: 'unit', unit, unitDisplay: 'short', ...digits });
}

/** A date and time: "26 Jul 2025, 14:05". */
export function formatDate(epochMs: number, locale: string, timeZone?: string): string {
  return dateFormat(locale, {
    dateStyle: 'medium',
    timeStyle: 'short',
    ...(timeZone === undefined ? {} : { timeZone }),
  }).format(epochMs);
}

/** A timeslice: "250 ms" below a second, "1 s" or "1.5 s" above. */
export function formatInterval(ms: number, locale: string, t: Translate): string {
  return ms < 1000
    ? t('milliseconds', formatNumber(ms, locale))
    : t('seconds', formatNumber(ms / 1000, locale));
}

/** A time limit: "15 min", "1.5 min". */
export function formatMinutes(ms: number, locale: string, t: Translate): string {
  return t('minutes', formatNumber(ms / 60_000, locale));
}

/** How long ago something happened: "0.6 s", in whole seconds from 10 s on. */
export function formatAgo(ms: number, locale: string, t: Translate): string {
  const seconds = Math.max(0, ms / 1000);
  const digits = seconds < 9.95 ? 1 : 0;
  const number = numberFormat(locale, {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
  return t('seconds', number.format(seconds));
}

/** How long something took: "0.6 s", from a minute on "45:00" or "8:00:00". */
export function formatLength(ms: number, locale: string, t: Translate): string {
  return ms < 60_000 ? formatAgo(ms, locale, t) : formatDuration(ms, locale);
}

const hour = 60;
const day = 24 * hour;

/** A rough duration, rounded down: "8 min", "2.5 hr", "22 hr", "3 days". Less than a minute counts as one. */
export function formatRoughTime(ms: number, locale: string): string {
  const minutes = Math.max(1, Math.floor(ms / 60_000));
  const [value, unit] =
    minutes < hour
      ? [minutes, 'minute']
      : minutes < day
        ? [minutes < 10 * hour ? Math.floor((minutes / hour) * 2) / 2 : Math.floor(minutes / hour), 'hour']
        : [Math.floor(minutes / day), 'day'];
  return numberFormat(locale, { style: 'unit', unit, unitDisplay: 'short' }).format(value);
}
