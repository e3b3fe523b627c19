import type { Translate } from '../extension/i18n';
import { formatNumber } from './format-number';

/** A timeslice: "250 ms" below a second, "1 s" or "1.5 s" from there on. */
export function formatInterval(ms: number, locale: string, t: Translate): string {
  return ms < 1000
    ? t('milliseconds', formatNumber(ms, locale))
    : t('seconds', formatNumber(ms / 1000, locale));
}

/** A limit of time: "15 min", "1.5 min". */
export function formatMinutes(ms: number, locale: string, t: Translate): string {
  return t('minutes', formatNumber(ms / 60_000, locale));
}

/** How long ago something was: "0.6 s", in whole seconds from 10 s on. */
export function formatAgo(ms: number, locale: string, t: Translate): string {
  const seconds = Math.max(0, ms / 1000);
  const digits = seconds < 9.95 ? 1 : 0;
  const number = new Intl.NumberFormat(locale, {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
  return t('seconds', number.format(seconds));
}
