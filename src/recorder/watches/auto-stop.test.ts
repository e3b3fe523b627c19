import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createStopwatch } from '../stopwatch';
import { createAutoStop } from './auto-stop';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const never = { stopAfterMs: null, stopAtBytes: null, stopOnSilence: false };

function setUp(limits: Partial<typeof never | { stopAfterMs: number; stopAtBytes: number }>) {
  const reached = vi.fn();
  /** `before` is the peak from before the start. */
  const world = { peak: 0 as number | undefined, before: 0 };
  const stopwatch = createStopwatch(() => Date.now());
  const autoStop = createAutoStop({
    options: { ...never, ...limits },
    elapsedMs: stopwatch.elapsedMs,
    sourcePeak() {
      const { peak, before } = world;
      world.before = 0;
      return peak === undefined ? undefined : Math.max(peak, before);
    },
    reached,
  });
  const start = () => {
    stopwatch.run();
    autoStop.start();
  };
  const stop = () => {
    stopwatch.hold();
    autoStop.stop();
  };
  return { autoStop, reached, world, start, stop };
}

describe('after a time', () => {
  it('counts recorded time, and not the pauses', () => {
    const { reached, start, stop } = setUp({ stopAfterMs: 5000 });
    start();
    vi.advanceTimersByTime(3000);
    stop();
    vi.advanceTimersByTime(60_000);
    start();
    vi.advanceTimersByTime(1999);
    expect(reached).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1);
    expect(reached).toHaveBeenCalledExactlyOnceWith({ what: 'time', ms: 5000 });
  });

  it('never stops early, even if the timer runs ahead of the stopwatch', () => {
    const behindMs = 0.2;
    const startedAt = Date.now();
    const elapsedMs = () => Math.max(0, Date.now() - startedAt - behindMs);
    const reachedAt: number[] = [];
    const autoStop = createAutoStop({
      options: { ...never, stopAfterMs: 3000 },
      elapsedMs,
      sourcePeak: () => undefined,
      reached: () => void reachedAt.push(elapsedMs()),
    });
    autoStop.start();
    vi.advanceTimersByTime(10_000);
    expect(reachedAt).toEqual([3001 - behindMs]);
  });

  it('stops waiting for the stopwatch if the recording is paused', () => {
    const reached = vi.fn();
    const autoStop = createAutoStop({
      options: { ...never, stopAfterMs: 3000 },
      elapsedMs: () => 2999.8,
      sourcePeak: () => undefined,
      reached,
    });
    autoStop.start();
    vi.advanceTimersByTime(100);
    autoStop.stop();
    expect(vi.getTimerCount()).toBe(0);
    expect(reached).not.toHaveBeenCalled();
  });
});

describe('at a size', () => {
  it('counts what is on disk, once', () => {
    const { autoStop, reached, start } = setUp({ stopAtBytes: 1_000_000 });
    start();
    autoStop.saved(999_999);
    expect(reached).not.toHaveBeenCalled();
    autoStop.saved(1_000_000);
    autoStop.saved(2_000_000);
    expect(reached).toHaveBeenCalledExactlyOnceWith({ what: 'size', bytes: 1_000_000 });
  });
});

describe('when the audio ends', () => {
  it('waits for audio, and then for 10 s without any', () => {
    const { reached, start, world } = setUp({ stopOnSilence: true });
    start();
    vi.advanceTimersByTime(60_000);
    world.peak = 0.5;
    vi.advanceTimersByTime(1000);
    world.peak = 0.001;
    vi.advanceTimersByTime(9000);
    world.peak = 0.5;
    vi.advanceTimersByTime(1000);
    world.peak = undefined;
    vi.advanceTimersByTime(9750);
    expect(reached).not.toHaveBeenCalled();
    vi.advanceTimersByTime(500);
    expect(reached).toHaveBeenCalledExactlyOnceWith({ what: 'silence', ms: 10_000 });
  });

  it('ignores audio from before the recording', () => {
    const { reached, start, world } = setUp({ stopOnSilence: true });
    world.before = 0.5;
    start();
    vi.advanceTimersByTime(60_000);
    expect(reached).not.toHaveBeenCalled();
  });

  it('does not count a pause as silence', () => {
    const { reached, start, stop, world } = setUp({ stopOnSilence: true });
    world.peak = 0.5;
    start();
    vi.advanceTimersByTime(1000);
    world.peak = 0;
    stop();
    vi.advanceTimersByTime(60_000);
    start();
    vi.advanceTimersByTime(5000);
    expect(reached).not.toHaveBeenCalled();
  });
});

it('never stops without a limit', () => {
  const { autoStop, reached, start, world } = setUp({});
  world.peak = 0.5;
  start();
  autoStop.saved(1e15);
  vi.advanceTimersByTime(1000);
  world.peak = 0;
  vi.advanceTimersByTime(86_400_000);
  expect(reached).not.toHaveBeenCalled();
});
