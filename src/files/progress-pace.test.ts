import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { paced } from './progress-pace';

beforeEach(() => void vi.useFakeTimers({ toFake: ['performance'] }));
afterEach(() => void vi.useRealTimers());

it('passes on the first report, and one every 100 ms at most', async () => {
  const reports: number[] = [];
  const report = paced(async (progress: number) => void reports.push(progress));
  for (let atMs = 0; atMs <= 250; atMs += 50) {
    await report(atMs);
    vi.advanceTimersByTime(50);
  }
  expect(reports).toEqual([0, 100, 200]);
});
