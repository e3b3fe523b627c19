import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createReopening } from './reopening';

/** The times of the attempts until `untilMs`, if what is opened is lost after `livesMs`. */
async function attempts(untilMs: number, livesMs: number | undefined): Promise<number[]> {
  const begun = Date.now();
  const moments: number[] = [];
  const reopening = createReopening(() => {
    // A delay of 0 ms takes one.
    moments.push(Math.round((Date.now() - begun) / 10) * 10);
    if (livesMs === undefined) return reopening.schedule();
    reopening.opened();
    setTimeout(reopening.schedule, livesMs);
  });
  reopening.schedule();
  await vi.advanceTimersByTimeAsync(untilMs);
  reopening.cancel();
  return moments;
}

describe('attempts to reopen a device', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('come ever later, and at last every 5 s', async () => {
    expect(await attempts(18_000, undefined)).toEqual([0, 250, 750, 1750, 3750, 7750, 12_750, 17_750]);
  });

  it('come ever later also if it opens and is lost at once', async () => {
    expect(await attempts(4000, 10)).toEqual([0, 260, 770, 1780, 3790]);
  });

  it('come at once if it had stayed open for 5 s', async () => {
    expect(await attempts(18_100, 6000)).toEqual([0, 6000, 12_000, 18_000]);
  });

  it('stop once cancelled', async () => {
    const attempt = vi.fn();
    const reopening = createReopening(attempt);
    reopening.schedule();
    reopening.cancel();
    await vi.advanceTimersByTimeAsync(10_000);
    expect(attempt).not.toHaveBeenCalled();
    reopening.schedule();
    await vi.advanceTimersByTimeAsync(0);
    expect(attempt).toHaveBeenCalledOnce();
  });
});
