/** A number in the person's language: "3,600,000". */
export function formatNumber(value: number, locale: string): string {
  return new Intl.NumberFormat(locale).format(value);
}

/** A share in the person's language: 0.5 is "50%". */
export function formatPercent(value: number, locale: string): string {
  return new Intl.NumberFormat(locale, { style: 'percent' }).format(value);
}
