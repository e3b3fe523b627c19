import { describe, expect, it } from 'vitest';
import { createSoundClock } from './sound-clock';

describe('the clock of a late audio track', () => {
  it('subtracts the lateness', () => {
    const clock = createSoundClock(31);
    expect([100_000, 110_000, 120_000].map(clock.at)).toEqual([69_000, 79_000, 89_000]);
  });

  it('approaches a new lateness slowly, without overshooting', () => {
    const clock = createSoundClock(31);
    clock.setLateness(31.25);
    expect([100_000, 110_000, 120_000, 130_000].map(clock.at)).toEqual([68_900, 78_800, 88_750, 98_750]);
    clock.setLateness(31);
    expect([140_000, 150_000, 160_000, 170_000].map(clock.at)).toEqual([108_850, 118_950, 129_000, 139_000]);
  });
});
