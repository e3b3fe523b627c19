import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { inactive } from '../domain/session';
import { createReporter } from './reporter';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const recording = { session: { state: 'recording', recordingId: 'a' } } as const;

it('sends the pages every snapshot, and the background those that change its appearance', () => {
  const toPages = vi.fn();
  const toBackground = vi.fn();
  const report = createReporter(toPages, toBackground);
  report(recording);
  report(recording);
  expect(toPages).toHaveBeenCalledTimes(2);
  expect(toBackground).toHaveBeenCalledTimes(1);
  report({ session: { state: 'paused', recordingId: 'a' } });
  expect(toBackground).toHaveBeenCalledTimes(2);
});

it('sends the background each second of a countdown', () => {
  const toBackground = vi.fn();
  const report = createReporter(() => {}, toBackground);
  const starting = { session: { state: 'starting', recordingId: 'a' } } as const;
  report(starting);
  const counting = { ...starting, countdownEndsAt: Date.now() + 3000 };
  for (const _ of [3, 2, 1]) {
    report(counting);
    report(counting);
    vi.advanceTimersByTime(1000);
  }
  expect(toBackground).toHaveBeenCalledTimes(4);
});

it('reports every 20 s while something is recorded', () => {
  const toBackground = vi.fn();
  const report = createReporter(() => {}, toBackground);
  report(recording);
  vi.advanceTimersByTime(60_000);
  expect(toBackground).toHaveBeenCalledTimes(4);
  report({ session: inactive });
  vi.advanceTimersByTime(60_000);
  expect(toBackground).toHaveBeenCalledTimes(5);
});
