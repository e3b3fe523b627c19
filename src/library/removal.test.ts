import { expect, it } from 'vitest';
import { recordingRow } from '../storage/testing/recording';
import { createRemoval } from './removal';

function setUp() {
  const hidden = new Set<string>();
  const used = new Set<string>();
  const deleted: string[] = [];
  const world = { refuses: false };
  const removal = createRemoval({
    storage: {
      async hide(ids) {
        for (const id of ids) {
          expect(used, 'no page can delete what is hidden here').toContain(id);
          hidden.add(id);
        }
        return true;
      },
      async unhide(ids) {
        if (world.refuses) throw new DOMException('The disk is full', 'QuotaExceededError');
        return ids.map((id) => hidden.delete(id)).every(Boolean);
      },
      async deleteHidden() {
        for (const id of hidden) if (!used.has(id) && hidden.delete(id)) deleted.push(id);
      },
    },
    async useMedia({ ranges }) {
      for (const { mediaId } of ranges) used.add(mediaId);
      return async () => {
        for (const { mediaId } of ranges) used.delete(mediaId);
      };
    },
  });
  const removed = () => removal.removed.value.map(({ id }) => id);
  return { removal, removed, hidden, used, deleted, world };
}

const [a, b, c] = [recordingRow('a'), recordingRow('b'), recordingRow('c')];
const settled = () => new Promise((resolve) => setTimeout(resolve));

it('restores what was removed together, and releases it', async () => {
  const { removal, removed, hidden, used, deleted } = setUp();
  await removal.remove([a, b]);
  expect(removed()).toEqual(['a', 'b']);
  expect(await removal.undo()).toBe(true);
  expect(hidden.size + used.size + removed().length).toBe(0);
  await removal.settle();
  expect(deleted).toEqual([]);
});

it('deletes for good what was removed before something else is removed', async () => {
  const { removal, removed, deleted } = setUp();
  await removal.remove([a, b]);
  expect(deleted).toEqual([]);
  await removal.remove([c]);
  await settled();
  expect(deleted).toEqual(['a', 'b']);
  expect(removed()).toEqual(['c']);
  expect(await removal.undo()).toBe(true);
});

it('deletes for good once the user has moved on', async () => {
  const { removal, removed, used, deleted } = setUp();
  await removal.remove([a]);
  await removal.settle();
  expect(deleted).toEqual(['a']);
  expect(used.size + removed().length).toBe(0);
  expect(await removal.undo(), 'it is too late').toBe(false);
});

it('can be retried if the disk refused', async () => {
  const { removal, removed, world, deleted } = setUp();
  await removal.remove([a]);
  world.refuses = true;
  await expect(removal.undo()).rejects.toThrow('full');
  expect(removed()).toEqual(['a']);
  world.refuses = false;
  expect(await removal.undo()).toBe(true);
  expect(deleted).toEqual([]);
});

it('is restored by one undo even if the next one comes before its end', async () => {
  const { removal, deleted } = setUp();
  await removal.remove([a]);
  expect(await Promise.all([removal.undo(), removal.undo(), removal.settle()])).toEqual([
    true,
    false,
    undefined,
  ]);
  expect(deleted).toEqual([]);
});
