import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createSilence } from './silence';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function setUp() {
  return createSilence((ms, task) => {
    const timer = setTimeout(task, ms);
    return () => clearTimeout(timer);
  });
}

it('is told after 5 s without a sound, and no longer once there is one', () => {
  const { silent, begin, hear } = setUp();
  begin();
  vi.advanceTimersByTime(4900);
  hear(0.0005);
  expect(silent.value).toBe(false);
  vi.advanceTimersByTime(100);
  expect(silent.value).toBe(true);
  hear(0.002);
  expect(silent.value).toBe(false);
  vi.advanceTimersByTime(4900);
  hear(0.002);
  vi.advanceTimersByTime(4900);
  expect(silent.value).toBe(false);
});

it('is not waited for before the microphone is open, nor after', () => {
  const { silent, begin, end, hear } = setUp();
  hear(0.5);
  expect(vi.getTimerCount()).toBe(0);
  begin();
  vi.advanceTimersByTime(5000);
  end();
  expect(silent.value).toBe(false);
  hear(0.5);
  expect(vi.getTimerCount()).toBe(0);
});
