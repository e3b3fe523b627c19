import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Progress, RecorderSnapshot } from '../domain/snapshot';
import { createTabWatch } from './tab-watch';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const recording = (tabCrashed = false): RecorderSnapshot => ({
  revision: [1, 0, 1],
  session: { state: 'recording', recordingId: 'a' },
  progress: { tab: { id: 7, windowId: 1 }, tabCrashed } as Progress,
});

function setUp() {
  const isCrashed = vi.fn(async () => false);
  const report = vi.fn();
  return { isCrashed, report, follow: createTabWatch({ isCrashed, report }) };
}

it('reports a crash, and the tab’s return', async () => {
  const { isCrashed, report, follow } = setUp();
  follow(recording());
  await vi.advanceTimersByTimeAsync(5000);
  expect(report).not.toHaveBeenCalled();
  isCrashed.mockResolvedValue(true);
  await vi.advanceTimersByTimeAsync(3000);
  follow(recording(true));
  isCrashed.mockResolvedValue(false);
  await vi.advanceTimersByTimeAsync(3000);
  expect(report.mock.calls).toEqual([[true], [false]]);
  expect(isCrashed).toHaveBeenCalledWith(7);
});

it('learns from the recorder what it reported before the worker died', async () => {
  const { report, follow } = setUp();
  follow(recording(true));
  await vi.advanceTimersByTimeAsync(1000);
  expect(report.mock.calls).toEqual([[false]]);
});

it('checks nothing while nothing is recorded, or no tab', async () => {
  const { isCrashed, follow } = setUp();
  follow({ revision: [1, 0, 1], session: { state: 'inactive' } });
  follow({ revision: [1, 0, 1], session: { state: 'recording', recordingId: 'a' } });
  await vi.advanceTimersByTimeAsync(5000);
  follow(recording());
  follow({ revision: [1, 0, 1], session: { state: 'inactive' } });
  await vi.advanceTimersByTimeAsync(5000);
  expect(isCrashed).not.toHaveBeenCalled();
});
