import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { startCountdown } from './countdown';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it('ticks each second, and then ends', async () => {
  const left: number[] = [];
  const { over, endsAt } = startCountdown(3, (countdown) =>
    left.push((countdown.endsAt - Date.now()) / 1000),
  );
  expect(endsAt - Date.now()).toBe(3000);
  vi.advanceTimersByTime(2999);
  const ended = vi.fn();
  void over.then(ended);
  await Promise.resolve();
  expect(ended).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1);
  await over;
  expect(left).toEqual([3, 2, 1]);
  expect(vi.getTimerCount()).toBe(0);
});

it('is over at once without seconds, and once it is cancelled', async () => {
  const tick = vi.fn();
  await startCountdown(0, tick).over;
  expect(tick).not.toHaveBeenCalled();
  const countdown = startCountdown(10, tick);
  countdown.cancel();
  await countdown.over;
  expect(vi.getTimerCount()).toBe(0);
});
