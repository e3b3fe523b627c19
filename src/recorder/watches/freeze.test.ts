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

it('reports once how long the process stood still', () => {
  const { watch, onFreeze, freeze } = setUp();
  watch.start();
  vi.advanceTimersByTime(60_000);
  expect(onFreeze).not.toHaveBeenCalled();
  freeze(20_000);
  vi.advanceTimersByTime(60_000);
  expect(onFreeze.mock.calls).toEqual([[20_250]]);
});

it('ignores a busy moment', () => {
  const { watch, onFreeze, freeze } = setUp();
  watch.start();
  freeze(2000);
  expect(onFreeze).not.toHaveBeenCalled();
});

it('ignores a pause, however long', () => {
  const { watch, onFreeze, freeze } = setUp();
  watch.start();
  watch.stop();
  freeze(60_000);
  watch.start();
  vi.advanceTimersByTime(1000);
  expect(onFreeze).not.toHaveBeenCalled();
});
