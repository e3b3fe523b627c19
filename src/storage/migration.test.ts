import 'fake-indexeddb/auto';
import { deleteDB, openDB } from 'idb';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { renewalBytes } from '../domain/disk-space';
import { openDatabase } from './database';
import { deleteHidden } from './deletion';
import { createRecording, findRecording, listAll, listRecordings } from './recordings';
import { appendSlice, readSlices } from './slices';
import { mediaRow, recordingRow } from './testing/recording';
import { readThumbnail, saveThumbnail } from './thumbnails';

vi.stubGlobal('navigator', {
  locks: {
    request: async (name: string, ...rest: ((lock: object) => unknown)[]) => rest.at(-1)?.({ name }),
  },
});

/** A row as version 2 wrote it. */
function earlierRow(id: string, changes: object = {}): object {
  const { ranges: _ranges, ...row } = recordingRow(id, { state: 'complete', bytes: 1 });
  return { ...row, ...changes };
}

/** Creates the database as that version did, with these rows, and a slice and a thumbnail of the first. */
async function createEarlier(
  version: 1 | 2,
  rows: readonly object[],
  { withIndex = true } = {},
): Promise<void> {
  const database = await openDB('timeslice', version, {
    upgrade(upgrading) {
      const recordings = upgrading.createObjectStore('recordings', { keyPath: 'id' });
      if (withIndex) recordings.createIndex('createdAt', 'createdAt');
      upgrading.createObjectStore('slices', { keyPath: ['recordingId', 'sequence'] });
      if (version === 2) upgrading.createObjectStore('thumbnails', { keyPath: 'recordingId' });
    },
  });
  for (const row of rows) await database.add('recordings', row);
  const { id: recordingId } = rows[0] as { id: string };
  const slice = { recordingId, sequence: 0, blob: new Blob(['x']), coversMs: 1, totalBytes: 1 };
  await database.add('slices', slice);
  if (version === 2) await database.add('thumbnails', { recordingId, picture: new Blob(['picture']) });
  database.close();
}

/** Everything in a database, whatever its version. */
async function readAll(): Promise<{ version: number; rows: Record<string, unknown[]> }> {
  const database = await openDB('timeslice');
  const stores = [...database.objectStoreNames];
  const rows = stores.map(async (store) => [store, await database.getAll(store)] as const);
  const all = { version: database.version, rows: Object.fromEntries(await Promise.all(rows)) };
  database.close();
  return all;
}

beforeEach(async () => {
  // The connection of the test before is closed by it.
  await deleteDB('timeslice');
});

afterEach(() => void vi.restoreAllMocks());

describe.each([1, 2] as const)('a database of version %i', (version) => {
  it('becomes media and a clip of all of it for each recording, with the same id', async () => {
    await createEarlier(version, [earlierRow('a', { createdAt: 2, deletedAt: 5 }), earlierRow('b')]);
    await openDatabase();
    const { version: now, rows } = await readAll();
    expect(now).toBe(4);
    expect(Object.keys(rows)).toEqual(['clips', 'folder', 'folderCopies', 'media', 'slices', 'thumbnails']);
    expect(rows['clips']).toEqual([
      { id: 'a', name: 'a', createdAt: 2, deletedAt: 5, ranges: [{ mediaId: 'a' }] },
      { id: 'b', name: 'b', createdAt: 1, ranges: [{ mediaId: 'b' }] },
    ]);
    const { name: _name, ...media } = earlierRow('b') as { name: string };
    expect(rows['media']).toEqual([{ ...media, id: 'a', createdAt: 2 }, media]);
  });

  it('keeps slices and thumbnails, and shows, hides and deletes what it did', async () => {
    await createEarlier(version, [earlierRow('a', { deletedAt: 5 }), earlierRow('b')]);
    expect(await listRecordings()).toEqual([recordingRow('b', { state: 'complete', bytes: 1 })]);
    expect(await readSlices('a')).toHaveLength(1);
    if (version === 2) expect(await (await readThumbnail('a'))?.text()).toBe('picture');
    await saveThumbnail('b', new Blob(['new']));
    expect(await (await readThumbnail('b'))?.text()).toBe('new');
    await deleteHidden();
    expect((await listAll()).map(({ id }) => id)).toEqual(['b']);
    expect(await readSlices('a')).toEqual([]);
    expect(await readThumbnail('a')).toBeUndefined();
  });

  it('keeps what is unknown or damaged, and reads it as before', async () => {
    const rubbish = { id: 'rubbish', name: null, createdAt: 'yesterday', deletedAt: 'never', bytes: -1 };
    await createEarlier(version, [
      earlierRow('a', { chapters: [1], isSound: true }),
      rubbish,
      { id: 'bare' },
      { id: 7, name: 'a number' },
    ]);
    const found = await listAll();
    expect(found.map(({ id }) => id).toSorted()).toEqual(['a', 'bare', 'rubbish']);
    expect(await findRecording('a')).toMatchObject({ chapters: [1], isIntact: true });
    expect(await findRecording('rubbish')).toMatchObject({ name: '', createdAt: 0, bytes: 0 });
    expect((await findRecording('rubbish'))?.deletedAt).toBeUndefined();
    const { rows } = await readAll();
    expect(rows['media']).toContainEqual({ id: 'rubbish', createdAt: 'yesterday', bytes: -1 });
    expect(rows['clips']).toContainEqual(expect.objectContaining({ name: null, deletedAt: 'never' }));
    expect(rows['media']).toContainEqual({ id: 7 });
  });

  it('stays as it is if the upgrade is aborted in the middle, and is upgraded the next time', async () => {
    await createEarlier(version, [earlierRow('a'), earlierRow('b'), earlierRow('c')]);
    const before = await readAll();
    const { put } = IDBObjectStore.prototype;
    const refusals = {
      'a request throws': () => {
        throw new DOMException('', 'DataCloneError');
      },
      'the browser aborts it': ({ transaction }: IDBObjectStore) => transaction.abort(),
    };
    for (const [what, refuse] of Object.entries(refusals)) {
      const putting = vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(function (
        this: IDBObjectStore,
        row,
      ) {
        const request = put.call(this, row);
        if (row.id === 'b' && this.name === 'clips') refuse(this);
        return request;
      });
      await expect(openDatabase(), what).rejects.toBeInstanceOf(DOMException);
      putting.mockRestore();
      expect(await readAll(), what).toEqual(before);
    }
    expect((await listAll()).map(({ id }) => id).toSorted()).toEqual(['a', 'b', 'c']);
  });
});

it('a database of version 3 only gets the new object stores, and keeps every row', async () => {
  const rows = {
    media: [mediaRow('a', { state: 'complete', bytes: 1 })],
    clips: [{ id: 'a', name: 'a', createdAt: 1, ranges: [{ mediaId: 'a' }] }],
    slices: [{ recordingId: 'a', sequence: 0, blob: new Blob(['x']), coversMs: 1, totalBytes: 1 }],
    thumbnails: [{ recordingId: 'a', picture: new Blob(['picture']) }],
  };
  const earlier = await openDB('timeslice', 3, {
    upgrade(upgrading) {
      upgrading.createObjectStore('media', { keyPath: 'id' });
      upgrading.createObjectStore('clips', { keyPath: 'id' });
      upgrading.createObjectStore('slices', { keyPath: ['recordingId', 'sequence'] });
      upgrading.createObjectStore('thumbnails', { keyPath: 'recordingId' });
    },
  });
  for (const [store, [row]] of Object.entries(rows)) await earlier.add(store, row);
  earlier.close();
  const before = await readAll();
  expect((await listAll()).map(({ id }) => id)).toEqual(['a']);
  expect(await readAll()).toEqual({ version: 4, rows: { ...before.rows, folder: [], folderCopies: [] } });
  expect(before).toMatchObject({ version: 3, rows });
});

it('waits until the disk has room: on a full one, the upgrade could tear the log', async () => {
  await createEarlier(2, [earlierRow('a')]);
  const before = await readAll();
  const { locks } = navigator;
  let quota = renewalBytes - 1;
  vi.stubGlobal('navigator', { locks, storage: { estimate: async () => ({ quota, usage: 0 }) } });
  await expect(listAll()).rejects.toMatchObject({ name: 'QuotaExceededError' });
  expect(await readAll()).toEqual(before);
  quota += 1;
  expect((await listAll()).map(({ id }) => id)).toEqual(['a']);
  vi.stubGlobal('navigator', { locks });
});

it('needs no index of an earlier version', async () => {
  await createEarlier(2, [earlierRow('a')], { withIndex: false });
  expect((await listAll()).map(({ id }) => id)).toEqual(['a']);
});

it('has the same object stores and indexes as a new database', async () => {
  const shape = async () => {
    const database = await openDatabase();
    const names = [...database.objectStoreNames];
    const read = database.transaction(names);
    return names.map((name) => {
      const { keyPath, indexNames } = read.objectStore(name);
      return { name, keyPath, indexNames: [...indexNames] };
    });
  };
  await createEarlier(2, [earlierRow('a')]);
  const migrated = await shape();
  await deleteDB('timeslice');
  expect(await shape()).toEqual(migrated);
});

it('is used like a new database afterwards', async () => {
  await createEarlier(1, [earlierRow('a')]);
  await createRecording(recordingRow('b', { createdAt: 5 }));
  await appendSlice({ recordingId: 'b', sequence: 0, blob: new Blob(['y']), coversMs: 1, totalBytes: 1 });
  expect((await listRecordings()).map(({ id }) => id)).toEqual(['b', 'a']);
});
