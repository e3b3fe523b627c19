import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { StoryboardPicture } from '../../domain/storyboard';
import { later } from '../../domain/watch';
import { createStoryboard } from './storyboard';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function setUp() {
  const startedAt = Date.now();
  const stored = new Set<number>();
  const take = vi.fn<() => Promise<Blob | undefined>>(async () => new Blob(['picture']));
  const save = vi.fn(async ({ atMs }: StoryboardPicture, stale: readonly number[]) => {
    stored.add(atMs);
    for (const gone of stale) stored.delete(gone);
  });
  const recordedMs = vi.fn<() => number | undefined>(() => Date.now() - startedAt);
  const storyboard = createStoryboard({ take, recordedMs, save, later });
  return { storyboard, stored, take, save, recordedMs };
}

const seconds = (count: number) => vi.advanceTimersByTimeAsync(count * 1000);

it('has a picture for each two seconds', async () => {
  const { storyboard, stored } = setUp();
  storyboard.begin();
  await seconds(9);
  expect([...stored]).toEqual([2000, 4000, 6000, 8000]);
  storyboard.stop();
  await seconds(9);
  expect(stored.size).toBe(4);
  storyboard.begin();
  await seconds(9);
  expect(stored.size, 'it was stopped for good').toBe(4);
});

it('has between 64 and 128 pictures at any length, evenly spread', async () => {
  const { storyboard, stored } = setUp();
  storyboard.begin();
  let passed = 0;
  for (const [until, every] of [
    [255, 2],
    [257, 4],
    [600, 8],
    [3600, 32],
    [36_000, 512],
  ] as const) {
    await seconds(until - passed);
    passed = until;
    const times = [...stored].sort((one, other) => one - other);
    expect(times.length).toBeGreaterThanOrEqual(64);
    expect(times.length).toBeLessThan(128);
    expect(times).toEqual(times.map((_, index) => (index + 1) * every * 1000));
  }
  storyboard.stop();
});

it('takes none while paused, and goes on after one that failed', async () => {
  const { storyboard, stored, take, save, recordedMs } = setUp();
  storyboard.begin();
  recordedMs.mockReturnValueOnce(undefined);
  await seconds(2);
  expect(take).not.toHaveBeenCalled();
  take.mockResolvedValueOnce(undefined);
  await seconds(2);
  take.mockRejectedValueOnce(new Error('gone'));
  await seconds(4);
  save.mockRejectedValueOnce(new DOMException('full', 'QuotaExceededError'));
  await seconds(8);
  expect(take).toHaveBeenCalledTimes(3);
  expect(stored.size).toBe(0);
  await seconds(16);
  expect([...stored]).toEqual([32_000]);
  await seconds(2);
  expect([...stored], 'the next is in time').toEqual([32_000, 34_000]);
  // Paused for a minute, it stands at one moment.
  recordedMs.mockReturnValue(34_500);
  await seconds(60);
  expect(stored.size).toBe(2);
});

it('asks a source without frames less and less often, but at least each minute', async () => {
  const { storyboard, stored, take } = setUp();
  storyboard.begin();
  take.mockResolvedValue(undefined);
  await seconds(62);
  expect(take, 'after 2, 6, 14, 30 and 62 s').toHaveBeenCalledTimes(5);
  await seconds(600);
  expect(take).toHaveBeenCalledTimes(15);
  take.mockResolvedValue(new Blob(['picture']));
  await seconds(60);
  expect([...stored]).toEqual([722_000]);
  storyboard.stop();
});

it('waits no longer after one that failed once the pictures are more than a minute apart', async () => {
  const { storyboard, take } = setUp();
  storyboard.begin();
  await seconds(9000);
  take.mockClear();
  take.mockResolvedValue(undefined);
  await seconds(1280);
  expect(take, 'one for each 128 s').toHaveBeenCalledTimes(10);
  storyboard.stop();
});

it('keeps nothing of a picture that comes once it is paused', async () => {
  const { storyboard, save, recordedMs } = setUp();
  storyboard.begin();
  recordedMs.mockReturnValueOnce(2000).mockReturnValueOnce(undefined);
  await seconds(2);
  expect(save).not.toHaveBeenCalled();
  await seconds(2);
  expect(save).toHaveBeenCalledOnce();
  storyboard.stop();
});

it('keeps nothing of a picture that comes after the end', async () => {
  const { storyboard, save, take } = setUp();
  let give = (_: Blob) => {};
  take.mockReturnValueOnce(
    new Promise((resolve) => {
      give = resolve;
    }),
  );
  storyboard.begin();
  await seconds(2);
  storyboard.stop();
  give(new Blob(['late']));
  await seconds(2);
  expect(save).not.toHaveBeenCalled();
});
