import 'fake-indexeddb/auto';
import { beforeEach, expect, it, vi } from 'vitest';
import { openDatabase } from './database';
import { openMedia } from './media';
import { createPacker } from './packing';
import type { StoredSlice } from './schema';
import { appendSlice } from './slices';
import { withTables } from './tables';
import { recordingRow } from './testing/recording';
import { bytesOf, cutInto, storedRows, storedSlices } from './testing/stored-slices';

const recording = recordingRow('a');
const slices = storedSlices(cutInto(120), 'webm');

beforeEach(async () => {
  await (await openDatabase()).clear('slices');
  const packer = createPacker('a', { slices: 3, bytes: 1e9 });
  for (const slice of slices) {
    await appendSlice(slice);
    await packer.add(slice);
  }
});

const change = async (changed: (row: StoredSlice) => StoredSlice) => {
  for (const row of await storedRows('a')) await (await openDatabase()).put('slices', changed(row));
};

it('are kept beside the packs, and once more with those of the group', async () => {
  const rows = await storedRows('a');
  const packs = rows.filter(({ tables }) => tables !== undefined);
  expect(packs).toHaveLength(37);
  const groups = packs.flatMap(({ groupTables }, index) => (groupTables === undefined ? [] : [index]));
  expect(groups).toEqual([31]);
  for (const { part } of packs) expect(part).toMatchObject({ clusters: new Float64Array() });
});

it('come back the same from the groups and from the packs', async () => {
  const whole = await withTables(await storedRows('a'));
  const opened = await bytesOf((await openMedia(recording)).file);
  expect(whole.some(({ part }) => part?.container === 'webm' && part.clusters.length > 0)).toBe(true);
  // With no byte of the packs' own tables right, it can only have come from the groups.
  await change((row) =>
    row.tables === undefined || row.sequence > 95
      ? row
      : { ...row, tables: new Blob([new Uint8Array(row.tables.size)]) },
  );
  expect(await bytesOf((await openMedia(recording)).file)).toEqual(opened);
  await (await openDatabase()).clear('slices');
  for (const row of whole) await (await openDatabase()).put('slices', row);
  expect(await bytesOf((await openMedia(recording)).file), 'as earlier versions have stored it').toEqual(
    opened,
  );
});

it('come from the packs if some of a group are missing', async () => {
  const rows = await storedRows('a');
  const expected = await withTables(rows);
  expect(await withTables(rows.slice(0, 10))).toEqual(expected.slice(0, 10));
  expect(await withTables(rows.slice(5))).toEqual(expected.slice(5));
});

it('are those of consecutive packs, even if packs are due faster than they are made, or one is refused', async () => {
  const opened = await bytesOf((await openMedia(recording)).file);
  await (await openDatabase()).clear('slices');
  for (const slice of slices) await appendSlice(slice);
  const packer = createPacker('a', { slices: 3, bytes: 1e9 });
  const refuse = vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementationOnce(() => {
    throw new DOMException('Full', 'QuotaExceededError');
  });
  const results = await Promise.allSettled(slices.map((slice) => packer.add(slice)));
  refuse.mockRestore();
  expect(results.filter(({ status }) => status === 'rejected')).toHaveLength(1);
  const rows = await storedRows('a');
  expect(rows.filter(({ groupTables }) => groupTables !== undefined)).toHaveLength(1);
  expect((await bytesOf((await openMedia(recording)).file)).length).toBe(opened.length);
});

it('that are corrupt lose no media: the bytes are indexed again', async () => {
  const { file } = await openMedia(recording);
  await change(({ groupTables, ...row }) => ({ ...row, ...(row.tables ? { tables: new Blob(['?']) } : {}) }));
  const { file: again, damage } = await openMedia(recording);
  expect(again.size).toBe(file.size);
  expect(damage).toBeUndefined();
});
