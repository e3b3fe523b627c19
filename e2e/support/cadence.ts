import type { TestBrowser } from './browser';
import { readSlices } from './database';

/** How often slices came, by the recorder's own clock. */
export interface Cadence {
  /** From one slice to the next, on average, in ms. */
  readonly meanMs: number;
  /** The longest time without a slice, in ms. */
  readonly longestGapMs: number;
  readonly perSecond: number;
}

/** Measures how often slices came, leaving out those that a pause or the end cut short. */
export async function measureCadence(app: TestBrowser): Promise<Cadence> {
  const covers = (await readSlices(app.probe)).filter(({ size }) => size > 0).map(({ coversMs }) => coversMs);
  const gaps = covers.slice(1).map((ms, index) => ms - (covers[index] ?? 0));
  const meanMs = gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length;
  return { meanMs, longestGapMs: Math.max(...gaps), perSecond: 1000 / meanMs };
}
