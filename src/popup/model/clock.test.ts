import { describe, expect, it } from 'vitest';
import type { Progress, RecorderSnapshot } from '../../domain/snapshot';
import { readClock, readCountdown } from './clock';

const progress: Progress = {
  source: 'tab',
  sourceSound: true,
  container: 'webm',
  timesliceMs: 1000,
  elapsedMs: 5000,
  measuredAt: 100_000,
  bytes: 1,
  sliceCount: 5,
  safeMs: 4900,
  savedAt: 99_900,
  stalled: false,
};
const at = (
  state: 'starting' | 'recording' | 'paused',
  change: Partial<Progress> = {},
): Omit<RecorderSnapshot, 'revision'> => ({
  session: { state, recordingId: 'r' },
  progress: { ...progress, ...change },
});

describe('readClock', () => {
  it('continues between two snapshots of a recording', () => {
    expect(readClock(at('recording'), 100_700)).toEqual({ elapsedMs: 5700, savedAgoMs: 800 });
  });

  it('stands still during a pause', () => {
    expect(readClock(at('paused'), 160_000)).toEqual({ elapsedMs: 5000, savedAgoMs: undefined });
  });

  it('never runs back, whatever the system clock does', () => {
    expect(readClock(at('recording'), 90_000)).toEqual({ elapsedMs: 5000, savedAgoMs: 0 });
  });

  it('is at zero before anything runs', () => {
    expect(readClock({ session: { state: 'inactive' } }, 1)).toEqual({ elapsedMs: 0, savedAgoMs: undefined });
  });
});

describe('readCountdown', () => {
  const starting: Omit<RecorderSnapshot, 'revision'> = {
    session: { state: 'starting', recordingId: 'r' },
    countdownEndsAt: 10_000,
  };

  it('counts down to 1, and stays there until the recording begins', () => {
    expect([7000, 7001, 9000, 9999, 10_500].map((now) => readCountdown(starting, now))).toEqual([
      3, 3, 1, 1, 1,
    ]);
  });

  it('is nothing without a countdown, and once it records', () => {
    expect(readCountdown({ session: starting.session }, 0)).toBeUndefined();
    expect(readCountdown({ ...at('recording'), countdownEndsAt: 10_000 }, 0)).toBeUndefined();
  });
});
