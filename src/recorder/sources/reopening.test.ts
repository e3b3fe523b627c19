import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createRetries } from './reopening';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** The moments of the attempts until `untilMs`, where what is opened ends after `livesMs`. */
async function attempts(untilMs: number, livesMs: number | undefined): Promise<number[]> {
  const begun = Date.now();
  const moments: number[] = [];
  const retries = createRetries(() => {
    // A wait of 0 ms takes one.
    moments.push(Math.round((Date.now() - begun) / 10) * 10);
    if (livesMs === undefined) return retries.again();
    retries.opened();
    setTimeout(retries.again, livesMs);
  });
  retries.again();
  await vi.advanceTimersByTimeAsync(untilMs);
  retries.end();
  return moments;
}

it('come ever later, and at last every 5 s', async () => {
  expect(await attempts(18_000, undefined)).toEqual([0, 250, 750, 1750, 3750, 7750, 12_750, 17_750]);
});

it('come ever later for what opens and ends at once, too', async () => {
  expect(await attempts(4000, 10)).toEqual([0, 260, 770, 1780, 3790]);
});

it('come at once for what had stayed open for 5 s', async () => {
  expect(await attempts(18_100, 6000)).toEqual([0, 6000, 12_000, 18_000]);
});

it('end', async () => {
  const attempt = vi.fn();
  const retries = createRetries(attempt);
  retries.again();
  retries.end();
  await vi.advanceTimersByTimeAsync(10_000);
  expect(attempt).not.toHaveBeenCalled();
  retries.again();
  await vi.advanceTimersByTimeAsync(0);
  expect(attempt).toHaveBeenCalledOnce();
});
