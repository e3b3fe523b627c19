import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { OpenTab, RecorderSnapshot } from '../domain/snapshot';
import { followRecordedTab, type RecordedTabDeps } from './recorded-tab';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const fine = { crashed: false, muted: false };

const recording = (tab: Partial<OpenTab> = {}): RecorderSnapshot => ({
  revision: [1, 0, 1],
  session: { state: 'recording', recordingId: 'a' },
  tab: { id: 7, windowId: 1, ...fine, ...tab },
});

function setUp() {
  const readState = vi.fn<RecordedTabDeps['readState']>(async () => fine);
  const report = vi.fn<RecordedTabDeps['report']>();
  const unlisten = vi.fn();
  const onChanged = vi.fn<RecordedTabDeps['onChanged']>(() => unlisten);
  return {
    readState,
    report,
    unlisten,
    onChanged,
    follow: followRecordedTab({ readState, onChanged, report }),
  };
}

it('reports a crash, and the tab’s return', async () => {
  const { readState, report, follow } = setUp();
  follow(recording());
  await vi.advanceTimersByTimeAsync(5000);
  expect(report).not.toHaveBeenCalled();
  readState.mockResolvedValue({ crashed: true, muted: false });
  await vi.advanceTimersByTimeAsync(3000);
  follow(recording({ crashed: true }));
  readState.mockResolvedValue(fine);
  await vi.advanceTimersByTimeAsync(3000);
  expect(report.mock.calls).toEqual([[{ crashed: true, muted: false }], [fine]]);
  expect(readState).toHaveBeenCalledWith(7);
});

it('reports at once that the user mutes the tab, and listens only while it is recorded', async () => {
  const { readState, report, unlisten, onChanged, follow } = setUp();
  follow(recording());
  const [[tabId, changed] = []] = onChanged.mock.calls;
  expect(tabId).toBe(7);
  readState.mockResolvedValue({ crashed: false, muted: true });
  changed?.();
  await vi.advanceTimersByTimeAsync(0);
  expect(report).toHaveBeenCalledExactlyOnceWith({ crashed: false, muted: true });
  follow({ revision: [1, 0, 2], session: { state: 'inactive' } });
  expect(unlisten).toHaveBeenCalledOnce();
});

it('reports during the countdown that the user mutes the tab, or unmutes it', async () => {
  const { readState, report, onChanged, follow } = setUp();
  const counting = (muted: boolean): RecorderSnapshot => ({
    ...recording({ muted }),
    session: { state: 'starting', recordingId: 'a' },
    countdownEndsAt: 3000,
  });
  follow(counting(false));
  const [[, changed] = []] = onChanged.mock.calls;
  for (const muted of [true, false]) {
    readState.mockResolvedValue({ crashed: false, muted });
    changed?.();
    await vi.advanceTimersByTimeAsync(0);
    expect(report).toHaveBeenLastCalledWith({ crashed: false, muted });
    follow(counting(muted));
  }
  follow(recording());
  expect(onChanged, 'it goes on as the recording begins').toHaveBeenCalledOnce();
});

it('learns from the recorder what it reported before the worker died', async () => {
  const { report, follow } = setUp();
  follow(recording({ crashed: true, muted: true }));
  await vi.advanceTimersByTimeAsync(1000);
  expect(report.mock.calls).toEqual([[fine]]);
});

it('checks nothing while nothing is recorded, or no tab', async () => {
  const { readState, follow } = setUp();
  follow({ revision: [1, 0, 1], session: { state: 'inactive' } });
  follow({ revision: [1, 0, 1], session: { state: 'recording', recordingId: 'a' } });
  await vi.advanceTimersByTimeAsync(5000);
  expect(readState).not.toHaveBeenCalled();
  follow(recording());
  follow({ revision: [1, 0, 1], session: { state: 'inactive' } });
  await vi.advanceTimersByTimeAsync(5000);
  expect(readState, 'only as it began').toHaveBeenCalledOnce();
});
