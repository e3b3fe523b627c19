import { describe, expect, it } from 'vitest';
import { createMixClock } from './mix-clock';

/** Reads a mix that is `lagMs(second)` behind, ten times a second; returns the seconds at which it was told so. */
function read(seconds: number, lagMs: (second: number) => number): number[] {
  const clock = createMixClock();
  return Array.from({ length: seconds * 10 }, (_, tick) => tick / 10).filter((second) => {
    // Every other reading comes late, as readings do.
    const jitterMs = second % 0.2 < 0.1 ? 0 : 30;
    return clock.isBehind(second * 1000, second * 1000 - lagMs(second) - jitterMs);
  });
}

describe('the clock of the mix', () => {
  it('is content with one that keeps up, however late it is', () => {
    expect(read(60, () => 40)).toEqual([]);
  });

  it('tells once of one that stood still', () => {
    expect(read(20, (second) => (second < 7 ? 0 : 80))).toHaveLength(1);
  });

  it('tells each time that a slow one has lost 10 ms', () => {
    expect(read(600, (second) => second * 0.1)).toHaveLength(5);
  });

  it('measures one that runs fast from where it is now', () => {
    expect(read(600, (second) => second * -0.1)).toEqual([]);
    expect(read(60, (second) => (second < 30 ? -second : -30 + (second - 30)))).not.toEqual([]);
  });
});
