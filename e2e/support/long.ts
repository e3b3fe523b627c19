/**
 * The details of a test that only `npm run faults` runs: a variant whose way through our code other tests cover, or one
 * that waits long for the browser. See `docs/decisions.md`, "Variants that only `npm run faults` stages".
 */
export const long = { tag: '@long' } as const;

/** {@link long}, if a variant is one of these. */
export function longIf(isLong: boolean): { tag?: string } {
  return isLong ? long : {};
}
