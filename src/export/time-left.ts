/** After so long, in ms, the first guess is worth showing. */
const firstGuessMs = 2000;

/**
 * How long an export still takes, in ms, if it goes on as so far; `undefined` while it is too early to say.
 *
 * @param share what is done, from 0 to 1
 */
export function timeLeftMs(elapsedMs: number, share: number): number | undefined {
  if (elapsedMs < firstGuessMs || share <= 0) return undefined;
  return (elapsedMs * Math.max(0, 1 - share)) / share;
}
