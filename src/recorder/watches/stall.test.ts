import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createStallWatch } from './stall';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it('tells once when nothing comes for too long, and again when something does', () => {
  const onChange = vi.fn();
  const watch = createStallWatch(2500, onChange);
  vi.advanceTimersByTime(10_000);
  expect(watch.stalled).toBe(false);
  watch.reset();
  vi.advanceTimersByTime(2499);
  watch.reset();
  vi.advanceTimersByTime(2499);
  expect(onChange).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1);
  expect(watch.stalled).toBe(true);
  expect(onChange).toHaveBeenCalledTimes(1);
  watch.reset();
  expect(watch.stalled).toBe(false);
  expect(onChange).toHaveBeenCalledTimes(2);
});

it('expects nothing while it rests, or without a limit', () => {
  const onChange = vi.fn();
  const resting = createStallWatch(100, onChange);
  resting.reset();
  resting.rest();
  createStallWatch(null, onChange).reset();
  vi.advanceTimersByTime(100_000);
  expect(onChange).not.toHaveBeenCalled();
});
