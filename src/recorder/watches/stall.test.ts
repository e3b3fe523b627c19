import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createStallWatch } from './stall';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it('reports once that nothing was saved for too long, and again once something is', () => {
  const onChange = vi.fn();
  const watch = createStallWatch(2500, onChange);
  vi.advanceTimersByTime(10_000);
  expect(watch.stalled).toBe(false);
  watch.start();
  vi.advanceTimersByTime(2499);
  watch.saved();
  vi.advanceTimersByTime(2499);
  expect(onChange).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1);
  expect(watch.stalled).toBe(true);
  expect(onChange).toHaveBeenCalledTimes(1);
  watch.saved();
  expect(watch.stalled).toBe(false);
  expect(onChange).toHaveBeenCalledTimes(2);
});

it('expects nothing while it is stopped, or without a limit', () => {
  const onChange = vi.fn();
  const stopped = createStallWatch(100, onChange);
  stopped.start();
  stopped.stop();
  // The last data of before a pause may reach the disk during it.
  stopped.saved();
  const without = createStallWatch(null, onChange);
  without.start();
  without.saved();
  vi.advanceTimersByTime(100_000);
  expect(onChange).not.toHaveBeenCalled();
});
