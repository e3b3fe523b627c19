import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Progress, Snapshot } from '../domain/snapshot';
import { createTabWatch } from './tab-watch';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const recording = (tabCrashed = false): Snapshot => ({
  session: { state: 'recording', recordingId: 'a' },
  progress: { tab: { id: 7, windowId: 1 }, tabCrashed } as Progress,
});

function setUp() {
  const isCrashed = vi.fn(async () => false);
  const tell = vi.fn();
  return { isCrashed, tell, follow: createTabWatch({ isCrashed, tell }) };
}

it('tells of a crash, and of the tab’s return', async () => {
  const { isCrashed, tell, follow } = setUp();
  follow(recording());
  await vi.advanceTimersByTimeAsync(5000);
  expect(tell).not.toHaveBeenCalled();
  isCrashed.mockResolvedValue(true);
  await vi.advanceTimersByTimeAsync(3000);
  follow(recording(true));
  isCrashed.mockResolvedValue(false);
  await vi.advanceTimersByTimeAsync(3000);
  expect(tell.mock.calls).toEqual([[true], [false]]);
  expect(isCrashed).toHaveBeenCalledWith(7);
});

it('knows from the recorder what it told before the worker died', async () => {
  const { tell, follow } = setUp();
  follow(recording(true));
  await vi.advanceTimersByTimeAsync(1000);
  expect(tell.mock.calls).toEqual([[false]]);
});

it('looks at nothing while nothing is recorded, or no tab of ours', async () => {
  const { isCrashed, follow } = setUp();
  follow({ session: { state: 'inactive' } });
  follow({ session: { state: 'recording', recordingId: 'a' } });
  await vi.advanceTimersByTimeAsync(5000);
  follow(recording());
  follow({ session: { state: 'inactive' } });
  await vi.advanceTimersByTimeAsync(5000);
  expect(isCrashed).not.toHaveBeenCalled();
});
