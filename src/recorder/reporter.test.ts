import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { inactive } from '../domain/session';
import { createRevisions, type RecorderSnapshot } from '../domain/snapshot';
import { createReporter } from './reporter';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const nextRevision = createRevisions(1);
const snapshot = (content: Omit<RecorderSnapshot, 'revision'>): RecorderSnapshot => ({
  revision: nextRevision(),
  ...content,
});
const recording = snapshot({ session: { state: 'recording', recordingId: 'a' } });

it('sends everything to the pages, and to the background what changes the button', () => {
  const toPages = vi.fn();
  const toBackground = vi.fn();
  const report = createReporter({ toPages, toBackground });
  report(recording);
  report(recording);
  expect(toPages).toHaveBeenCalledTimes(2);
  expect(toBackground).toHaveBeenCalledTimes(1);
  report(snapshot({ session: { state: 'paused', recordingId: 'a' } }));
  expect(toBackground).toHaveBeenCalledTimes(2);
});

it('reports the tab that is about to be recorded, and nothing of it that the button does not show', () => {
  const toBackground = vi.fn();
  const report = createReporter({ toPages: () => {}, toBackground });
  const starting = snapshot({ session: { state: 'starting', recordingId: 'a' } });
  const tab = { id: 7, windowId: 1, crashed: false, muted: false };
  report(starting);
  report({ ...starting, tab });
  expect(toBackground).toHaveBeenCalledTimes(2);
  report({ ...starting, tab: { ...tab, muted: true } });
  expect(toBackground).toHaveBeenCalledTimes(2);
});

it('reports each second of a countdown to the background', () => {
  const toBackground = vi.fn();
  const report = createReporter({ toPages: () => {}, toBackground });
  const starting = snapshot({ session: { state: 'starting', recordingId: 'a' } });
  report(starting);
  const counting = { ...starting, countdownEndsAt: Date.now() + 3000 };
  for (const _ of [3, 2, 1]) {
    report(counting);
    report(counting);
    vi.advanceTimersByTime(1000);
  }
  expect(toBackground).toHaveBeenCalledTimes(4);
});

it('reports at least every 20 s, until nothing is recorded', () => {
  const toBackground = vi.fn();
  const report = createReporter({ toPages: () => {}, toBackground });
  report(recording);
  vi.advanceTimersByTime(60_000);
  expect(toBackground).toHaveBeenCalledTimes(4);
  report(snapshot({ session: inactive }));
  vi.advanceTimersByTime(60_000);
  expect(toBackground).toHaveBeenCalledTimes(5);
});
