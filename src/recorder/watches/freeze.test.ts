import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createFreezeWatch } from './freeze';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A watch over a clock that can run on while no timer fires. */
function setUp() {
  let frozenMs = 0;
  const onFreeze = vi.fn();
  const start = Date.now();
  const watch = createFreezeWatch(() => Date.now() - start + frozenMs, onFreeze);
  const freeze = (ms: number) => {
    frozenMs += ms;
    vi.advanceTimersByTime(250);
  };
  return { watch, onFreeze, freeze };
}

it('tells how long nobody could look, once', () => {
  const { watch, onFreeze, freeze } = setUp();
  watch.run();
  vi.advanceTimersByTime(60_000);
  expect(onFreeze).not.toHaveBeenCalled();
  freeze(20_000);
  vi.advanceTimersByTime(60_000);
  expect(onFreeze.mock.calls).toEqual([[20_250]]);
});

it('makes nothing of a busy moment', () => {
  const { watch, onFreeze, freeze } = setUp();
  watch.run();
  freeze(2000);
  expect(onFreeze).not.toHaveBeenCalled();
});

it('rests during a pause, however long', () => {
  const { watch, onFreeze, freeze } = setUp();
  watch.run();
  watch.rest();
  freeze(60_000);
  watch.run();
  vi.advanceTimersByTime(1000);
  expect(onFreeze).not.toHaveBeenCalled();
});
