/** The level at which a meter is empty, in dB below full scale. */
const quietestDb = -60;

/** How far a peak of 0 to 1 fills a meter, 0 to 1. The scale is in decibels, as hearing is logarithmic. */
export function loudness(peak: number): number {
  if (!(peak > 0)) return 0;
  const db = 20 * Math.log10(Math.min(1, peak));
  return Math.max(0, 1 - db / quietestDb);
}
