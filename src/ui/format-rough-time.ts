const hour = 60;
const day = 24 * hour;

/** About how long, rounded down: "8 min", "2.5 hr", "3 days". Less than a minute counts as one. */
export function formatRoughTime(ms: number, locale: string): string {
  const minutes = Math.max(1, Math.floor(ms / 60_000));
  const [value, unit] =
    minutes < hour
      ? [minutes, 'minute']
      : minutes < day
        ? [Math.floor((minutes / hour) * 2) / 2, 'hour']
        : [Math.floor(minutes / day), 'day'];
  return new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'short' }).format(value);
}
