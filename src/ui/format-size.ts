const units = ['kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const;

/** A size on disk with three digits at most, in units of 1000: "0 kB", "840 kB", "12.3 MB". */
export function formatSize(bytes: number, locale: string): string {
  let value = bytes / 1000;
  let unit: (typeof units)[number] = 'kilobyte';
  for (const larger of units.slice(1)) {
    // From 999.5 on it would be rounded to "1,000 kB".
    if (value < 999.5) break;
    value /= 1000;
    unit = larger;
  }
  return new Intl.NumberFormat(locale, {
    style: 'unit',
    unit,
    unitDisplay: 'short',
    maximumFractionDigits: value < 99.95 ? 1 : 0,
  }).format(value);
}
