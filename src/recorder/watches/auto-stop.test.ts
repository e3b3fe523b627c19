import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createStopwatch } from '../stopwatch';
import { createAutoStop } from './auto-stop';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const never = { stopAfterMs: null, stopAtBytes: null, stopOnSilence: false };

function setUp(limits: Partial<typeof never | { stopAfterMs: number; stopAtBytes: number }>) {
  const reached = vi.fn();
  /** `before` is the loudest that nobody has asked for yet. */
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
  const run = () => {
    stopwatch.run();
    autoStop.run();
  };
  const rest = () => {
    stopwatch.hold();
    autoStop.rest();
  };
  return { autoStop, reached, world, run, rest };
}

describe('after a time', () => {
  it('counts recorded time, and not the pauses', () => {
    const { reached, run, rest } = setUp({ stopAfterMs: 5000 });
    run();
    vi.advanceTimersByTime(3000);
    rest();
    vi.advanceTimersByTime(60_000);
    run();
    vi.advanceTimersByTime(1999);
    expect(reached).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1);
    expect(reached).toHaveBeenCalledExactlyOnceWith({ what: 'time', ms: 5000 });
  });
});

describe('at a size', () => {
  it('counts what is on disk, once', () => {
    const { autoStop, reached, run } = setUp({ stopAtBytes: 1_000_000 });
    run();
    autoStop.saved(999_999);
    expect(reached).not.toHaveBeenCalled();
    autoStop.saved(1_000_000);
    autoStop.saved(2_000_000);
    expect(reached).toHaveBeenCalledExactlyOnceWith({ what: 'size', bytes: 1_000_000 });
  });
});

describe('when the sound ends', () => {
  it('waits until there was any, and then for 10 s without', () => {
    const { reached, run, world } = setUp({ stopOnSilence: true });
    run();
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

  it('takes no sound for the recording’s that came before it', () => {
    const { reached, run, world } = setUp({ stopOnSilence: true });
    world.before = 0.5;
    run();
    vi.advanceTimersByTime(60_000);
    expect(reached).not.toHaveBeenCalled();
  });

  it('takes no pause for silence', () => {
    const { reached, run, rest, world } = setUp({ stopOnSilence: true });
    world.peak = 0.5;
    run();
    vi.advanceTimersByTime(1000);
    world.peak = 0;
    rest();
    vi.advanceTimersByTime(60_000);
    run();
    vi.advanceTimersByTime(5000);
    expect(reached).not.toHaveBeenCalled();
  });
});

it('never stops by itself where nothing was set', () => {
  const { autoStop, reached, run, world } = setUp({});
  world.peak = 0.5;
  run();
  autoStop.saved(1e15);
  vi.advanceTimersByTime(1000);
  world.peak = 0;
  vi.advanceTimersByTime(86_400_000);
  expect(reached).not.toHaveBeenCalled();
});
