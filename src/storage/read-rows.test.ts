import 'fake-indexeddb/auto';
import { expect, it, vi } from 'vitest';
import { openDatabase } from './database';
import { listWithSize } from './recordings';
import { mediaRow } from './testing/recording';

vi.stubGlobal('navigator', {
  locks: { request: async (_: string, __: object, task: () => unknown) => task() },
});

it('thousands of rows are read in one transaction, a few at a time', async () => {
  const database = await openDatabase();
  const planting = database.transaction(['clips', 'media'], 'readwrite');
  const count = 1001;
  for (let number = 0; number < count; number += 1) {
    const id = `id-${number}`;
    void planting.objectStore('media').add(mediaRow(id, { bytes: 2 }));
    void planting.objectStore('clips').add({ id, name: id, createdAt: number, ranges: [{ mediaId: id }] });
  }
  await planting.done;

  const transactions = vi.spyOn(IDBDatabase.prototype, 'transaction');
  const sizes: number[] = [];
  const getAll = IDBObjectStore.prototype.getAll;
  vi.spyOn(IDBObjectStore.prototype, 'getAll').mockImplementation(function (this: IDBObjectStore, ...args) {
    const request = getAll.apply(this, args);
    request.addEventListener('success', () => sizes.push(request.result.length));
    return request;
  });
  const { recordings, mediaBytes } = await listWithSize();
  expect(recordings).toHaveLength(count);
  expect(recordings[0]?.name, 'the newest first').toBe(`id-${count - 1}`);
  expect(new Set(recordings.map(({ id }) => id)).size).toBe(count);
  expect(mediaBytes).toBe(2 * count);
  expect(transactions).toHaveBeenCalledTimes(1);
  expect(Math.max(...sizes)).toBeLessThanOrEqual(200);
});
