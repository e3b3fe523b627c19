import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { recordingRow } from '../storage/testing/recording';
import { createRemoval, undoMs } from './removal';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function setUp() {
  const hidden = new Set<string>();
  const used = new Set<string>();
  const deleted: string[] = [];
  const world = { refuses: false };
  const removal = createRemoval({
    storage: {
      async hide(id) {
        expect(used, 'no page can delete what is hidden here').toContain(id);
        hidden.add(id);
        return true;
      },
      async unhide(id) {
        if (world.refuses) throw new DOMException('The disk is full', 'QuotaExceededError');
        return hidden.delete(id);
      },
      async deleteHidden() {
        for (const id of hidden) if (!used.has(id)) deleted.push(id);
      },
    },
    async useMedia({ id }) {
      used.add(id);
      return async () => void used.delete(id);
    },
  });
  return { removal, hidden, used, deleted, world };
}

it('deletes after ten seconds, each recording in its own time', async () => {
  const { removal, deleted } = setUp();
  await removal.remove(recordingRow('a'));
  await vi.advanceTimersByTimeAsync(6000);
  await removal.remove(recordingRow('b'));
  expect(removal.removed.value.map(({ id }) => id)).toEqual(['a', 'b']);
  await vi.advanceTimersByTimeAsync(undoMs - 6001);
  expect(deleted).toEqual([]);
  await vi.advanceTimersByTimeAsync(1);
  expect(deleted).toEqual(['a']);
  expect(removal.removed.value.map(({ id }) => id)).toEqual(['b']);
});

it('restores a recording, and releases it', async () => {
  const { removal, hidden, used, deleted } = setUp();
  await removal.remove(recordingRow('a'));
  expect(await removal.undo('a')).toBe(true);
  expect(hidden.size + used.size + removal.removed.value.length).toBe(0);
  await vi.advanceTimersByTimeAsync(2 * undoMs);
  expect(deleted).toEqual([]);
});

it('can be retried if the disk refused, for ten seconds more', async () => {
  const { removal, world, deleted } = setUp();
  await removal.remove(recordingRow('a'));
  await vi.advanceTimersByTimeAsync(undoMs - 1000);
  world.refuses = true;
  await expect(removal.undo('a')).rejects.toThrow('full');
  await vi.advanceTimersByTimeAsync(undoMs - 1000);
  expect(deleted).toEqual([]);
  world.refuses = false;
  expect(await removal.undo('a')).toBe(true);
  await vi.advanceTimersByTimeAsync(2 * undoMs);
  expect(deleted).toEqual([]);
});

it('is deleted all the same if nobody retries', async () => {
  const { removal, world, deleted } = setUp();
  await removal.remove(recordingRow('a'));
  world.refuses = true;
  await expect(removal.undo('a')).rejects.toThrow('full');
  await vi.advanceTimersByTimeAsync(undoMs);
  expect(deleted).toEqual(['a']);
});

it('knows when it is too late', async () => {
  const { removal } = setUp();
  await removal.remove(recordingRow('a'));
  await vi.advanceTimersByTimeAsync(undoMs);
  expect(await removal.undo('a')).toBe(false);
});
