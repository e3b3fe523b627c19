import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { later } from '../domain/watch';
import { createSilenceWatch } from './silence';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function setUp() {
  const changed = vi.fn();
  return { watch: createSilenceWatch(later, changed), changed };
}

it('warns after 5 s without a sound, and no longer once there is one', () => {
  const { watch, changed } = setUp();
  watch.start();
  vi.advanceTimersByTime(4900);
  watch.sample(0.0005);
  expect(watch.silent).toBe(false);
  vi.advanceTimersByTime(100);
  expect(watch.silent).toBe(true);
  watch.sample(0.0005);
  expect(watch.silent).toBe(true);
  watch.sample(0.002);
  expect(watch.silent).toBe(false);
  vi.advanceTimersByTime(4900);
  watch.sample(0.002);
  vi.advanceTimersByTime(4900);
  expect(watch.silent).toBe(false);
  expect(changed.mock.calls).toEqual([[true], [false]]);
});

it('starts over when it is started again', () => {
  const { watch, changed } = setUp();
  watch.start();
  vi.advanceTimersByTime(6000);
  watch.start();
  expect(watch.silent).toBe(false);
  vi.advanceTimersByTime(4999);
  expect(watch.silent).toBe(false);
  vi.advanceTimersByTime(1);
  expect(watch.silent).toBe(true);
  expect(changed.mock.calls).toEqual([[true], [false], [true]]);
});

it('does nothing before it is started, nor after it is stopped', () => {
  const { watch, changed } = setUp();
  watch.sample(0.5);
  expect(vi.getTimerCount()).toBe(0);
  watch.start();
  vi.advanceTimersByTime(5000);
  watch.stop();
  expect(watch.silent).toBe(false);
  watch.sample(0.5);
  expect(vi.getTimerCount()).toBe(0);
  expect(changed.mock.calls).toEqual([[true], [false]]);
});
