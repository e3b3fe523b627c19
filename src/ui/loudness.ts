/** What counts as silence on a meter, in dB below the loudest that there is. */
const quietestDb = -60;

/** How far a peak of 0 to 1 fills a meter, 0 to 1: in decibels, as the ear hears it. */
export function loudness(peak: number): number {
  if (!(peak > 0)) return 0;
  const db = 20 * Math.log10(Math.min(1, peak));
  return Math.max(0, 1 - db / quietestDb);
}
