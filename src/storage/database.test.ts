import 'fake-indexeddb/auto';
import { forceCloseDatabase } from 'fake-indexeddb';
import { deleteDB, type IDBPDatabase, openDB, unwrap } from 'idb';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { renewalBytes } from '../domain/disk-space';
import { adoptLost } from './adoption';
import { openDatabase, openRenewed } from './database';
import { deleteRecording } from './delete-recording';
import { deleteLeftovers } from './deletion';
import { createRecording, listAll, listRecordings, markIntact } from './recordings';
import { closeOrphans, recount } from './recovery';
import { appendSlice, readSlices } from './slices';
import { recordingRow } from './testing/recording';
import { readThumbnail, saveThumbnail } from './thumbnails';

const append = (sequence: number) =>
  appendSlice({ recordingId: 'a', sequence, blob: new Blob(['x']), coversMs: 1, totalBytes: sequence + 1 });

const sequences = async () => (await readSlices('a')).map(({ sequence }) => sequence);

/** Creates the database in another version, or with other object stores. */
async function replaceDatabase(version: number, upgrade?: (database: IDBPDatabase) => void): Promise<void> {
  const other = await openDB('timeslice', version, { ...(upgrade === undefined ? {} : { upgrade }) });
  other.close();
}

/** Web Locks, one after another. */
const locks = {
  held: new Set<string>(),
  last: Promise.resolve() as Promise<unknown>,
  request(name: string, ...rest: ((lock: object) => unknown)[]): Promise<unknown> {
    const run = async () => {
      locks.held.add(name);
      try {
        return await rest.at(-1)?.({});
      } finally {
        locks.held.delete(name);
      }
    };
    const result = locks.last.then(run, run);
    locks.last = result;
    return result;
  },
};

/** A promise that resolves when it is released. */
function held(): { readonly promise: Promise<void>; release(): void } {
  let release = () => {};
  const promise = new Promise<void>((resolve) => {
    release = resolve;
  });
  return { promise, release: () => release() };
}

/** One turn of the event loop, also with fake timers. */
function turnOver(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}

/** Lets everything happen that waits for no time. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 50; turn += 1) await turnOver();
}

afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

beforeEach(async () => {
  vi.stubGlobal('navigator', { locks });
  // The connection of the test before is closed by it.
  await deleteDB('timeslice');
});

it('is opened only once', async () => {
  expect(await openDatabase()).toBe(await openDatabase());
});

it('is closed after five seconds without use, and opened again', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const first = await openDatabase();
  await vi.advanceTimersByTimeAsync(4000);
  expect(await openDatabase()).toBe(first);
  await vi.advanceTimersByTimeAsync(4000);
  expect(await openDatabase()).toBe(first);
  await vi.advanceTimersByTimeAsync(5000);
  expect(() => first.transaction('slices')).toThrow();
  await append(0);
  expect(await sequences()).toEqual([0]);
  vi.useRealTimers();
});

it('of another version without thumbnails works without them', async () => {
  await replaceDatabase(7, (database) => {
    database.createObjectStore('media', { keyPath: 'id' });
    database.createObjectStore('clips', { keyPath: 'id' });
    database.createObjectStore('slices', { keyPath: ['recordingId', 'sequence'] });
  });
  await createRecording(recordingRow('a'));
  await saveThumbnail('a', new Blob(['picture']));
  expect(await readThumbnail('a')).toBeUndefined();
  await deleteRecording('a');
  expect(await listAll()).toEqual([]);
});

it('makes way for a newer version, and continues in it', async () => {
  await append(0);
  await replaceDatabase(7, (database) => void database.createObjectStore('chapters'));
  await append(1);
  expect(await sequences()).toEqual([0, 1]);
  expect((await openDatabase()).version).toBe(7);
});

it('is opened again when the browser has ended the connection', async () => {
  await append(0);
  forceCloseDatabase(unwrap(await openDatabase()) as never);
  await append(1);
  expect(await sequences()).toEqual([0, 1]);
});

it('begins a new log before each connection is used: a context that is gone may have torn it', async () => {
  const deleting = vi.spyOn(indexedDB, 'deleteDatabase');
  const names = async () => (await indexedDB.databases()).map(({ name }) => name);
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  await openDatabase();
  expect(deleting.mock.calls).toEqual([['timeslice-scratch']]);
  expect(await names(), 'the new log is begun').toEqual(['timeslice']);
  await append(0);
  await append(1);
  expect(deleting).toHaveBeenCalledTimes(1);
  await vi.advanceTimersByTimeAsync(5000);
  await openDatabase();
  expect(deleting).toHaveBeenCalledTimes(2);
  vi.useRealTimers();
});

it('is used although a new log is refused, if nothing says that the old one is torn', async () => {
  vi.spyOn(indexedDB, 'deleteDatabase').mockImplementationOnce(() => {
    throw new DOMException('Full', 'UnknownError');
  });
  await append(0);
  expect(await sequences()).toEqual([0]);
  expect(await openRenewed(), 'but not for what can wait').toBeUndefined();
});

it('is opened although another context, stopped in the middle of it, blocks the new log', async () => {
  for (const ends of [true, false]) {
    await deleteDB('timeslice');
    const stopped = await openDB('timeslice-scratch', 1, {
      upgrade: (upgrading) => void upgrading.createObjectStore('rows'),
    });
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const opening = openDatabase();
    await vi.advanceTimersByTimeAsync(2000);
    expect((await opening).name).toBe('timeslice');
    const renewed = openRenewed();
    if (ends) stopped.close();
    else await vi.advanceTimersByTimeAsync(8000);
    expect(await renewed, 'for what can wait').toEqual(ends ? await openDatabase() : undefined);
    stopped.close();
    vi.useRealTimers();
    await vi.waitFor(async () => expect(await indexedDB.databases()).toHaveLength(1), { timeout: 30_000 });
  }
});

it('begins a new log three times, with pauses, while no other context does, because the last write was probably torn', async () => {
  const { deleteDatabase } = indexedDB;
  const deleting = vi.spyOn(indexedDB, 'deleteDatabase').mockImplementation((name) => {
    expect([...locks.held]).toEqual(['timeslice-log']);
    return deleteDatabase.call(indexedDB, name);
  });
  await append(0);
  expect(deleting).toHaveBeenCalledTimes(1);
  for (let sequence = 1; sequence < 3; sequence += 1) {
    deleting.mockClear();
    forceCloseDatabase(unwrap(await openDatabase()) as never);
    await settle();
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const appended = append(sequence);
    for (const times of [1, 2, 3]) {
      await settle();
      await vi.advanceTimersByTimeAsync(99);
      expect(deleting).toHaveBeenCalledTimes(times);
      expect(await indexedDB.databases(), 'the other one is gone meanwhile').toHaveLength(1);
      await vi.advanceTimersByTimeAsync(1);
    }
    await appended;
    vi.useRealTimers();
  }
  await append(3);
  expect(deleting).toHaveBeenCalledTimes(3);
  expect(await sequences()).toEqual([0, 1, 2, 3]);
});

it('waits for another context that renews the log: two seconds, or ten if the log is probably torn', async () => {
  const { promise, release } = held();
  const other = locks.request('timeslice-log', () => promise);
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const opening = append(0);
  await vi.advanceTimersByTimeAsync(2000);
  await opening;
  forceCloseDatabase(unwrap(await openDatabase()) as never);
  await settle();
  const refused = expect(append(1)).rejects.toMatchObject({ name: 'TimeoutError' });
  await vi.advanceTimersByTimeAsync(10_000);
  await refused;
  vi.useRealTimers();
  const deleting = vi.spyOn(indexedDB, 'deleteDatabase');
  release();
  await other;
  await append(1);
  expect(deleting, 'those who gave up renew nothing').toHaveBeenCalledTimes(3);
  expect(await sequences()).toEqual([0, 1]);
});

it('is not used before the log is renewed if the browser ends a connection while it is being opened', async () => {
  const { open } = indexedDB;
  let isFirst = true;
  vi.spyOn(indexedDB, 'open').mockImplementation((name, ...rest) => {
    const request = open.call(indexedDB, name, ...rest);
    // It ends the connection by which the log is renewed.
    if (name === 'timeslice-scratch' && isFirst)
      request.addEventListener('success', () => {
        queueMicrotask(() => queueMicrotask(() => forceCloseDatabase(request.result as never)));
      });
    isFirst = false;
    return request;
  });
  const deleting = vi.spyOn(indexedDB, 'deleteDatabase');
  await append(0);
  expect(deleting.mock.calls.length).toBeGreaterThanOrEqual(3);
});

it('begins a new log again if a write was probably torn after it had begun one', async () => {
  const stopped = await openDB('timeslice-scratch', 1, {
    upgrade: (upgrading) => void upgrading.createObjectStore('rows'),
  });
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const opening = openDatabase();
  await vi.advanceTimersByTimeAsync(2000);
  const database = await opening;
  vi.useRealTimers();
  const deleting = vi.spyOn(indexedDB, 'deleteDatabase');
  const renewed = openRenewed();
  const closed = new Promise((resolve) => database.addEventListener('close', resolve));
  forceCloseDatabase(unwrap(database) as never);
  await closed;
  stopped.close();
  expect(await renewed).toBe(await openDatabase());
  expect(deleting).toHaveBeenCalledTimes(3);
});

it('begins a new log before it goes on if the last opening failed: that too may have torn it', async () => {
  const { open } = indexedDB;
  const opening = vi.spyOn(indexedDB, 'open').mockImplementation((name, ...rest) => {
    if (name === 'timeslice') throw new DOMException('Full', 'UnknownError');
    return open.call(indexedDB, name, ...rest);
  });
  await expect(append(0)).rejects.toThrow('Full');
  opening.mockRestore();
  vi.stubGlobal('navigator', { locks, storage: { estimate: async () => ({ quota: 0, usage: 0 }) } });
  await expect(append(0)).rejects.toMatchObject({ name: 'QuotaExceededError' });
  vi.stubGlobal('navigator', { locks });
  const deleting = vi.spyOn(indexedDB, 'deleteDatabase');
  await openDatabase();
  expect(deleting).toHaveBeenCalledTimes(3);
});

it('writes nothing while a new log is refused', async () => {
  const deleting = vi.spyOn(indexedDB, 'deleteDatabase');
  await append(0);
  expect(deleting).toHaveBeenCalledTimes(1);
  forceCloseDatabase(unwrap(await openDatabase()) as never);
  deleting.mockImplementationOnce(() => {
    throw new DOMException('Full', 'UnknownError');
  });
  await expect(append(1)).rejects.toThrow('Full');
  await append(2);
  expect(await sequences()).toEqual([0, 2]);
});

it('is not opened again before there is room for a new log', async () => {
  let quota = renewalBytes - 1;
  vi.stubGlobal('navigator', { locks, storage: { estimate: async () => ({ quota, usage: 0 }) } });
  await append(0);
  forceCloseDatabase(unwrap(await openDatabase()) as never);
  await expect(append(1)).rejects.toMatchObject({ name: 'QuotaExceededError' });
  quota += 1;
  await append(1);
  expect(await sequences()).toEqual([0, 1]);
});

it('is not written to for what can wait, as long as a full disk keeps it from renewing the log', async () => {
  let quota = renewalBytes - 1;
  vi.stubGlobal('navigator', { locks, storage: { estimate: async () => ({ quota, usage: 0 }) } });
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  await append(0);
  const rows = [
    recordingRow('intact', { state: 'complete', bytes: 1 }),
    recordingRow('hidden', { state: 'complete', deletedAt: 1 }),
    recordingRow('orphan'),
    recordingRow('uncounted', { state: 'interrupted' }),
  ];
  for (const row of rows) await createRecording(row);
  for (const recordingId of ['orphan', 'uncounted'])
    await appendSlice({ recordingId, sequence: 0, blob: new Blob(['x']), coversMs: 1, totalBytes: 1 });
  const work = async () => {
    await markIntact('intact', true);
    await deleteLeftovers();
    await closeOrphans(async () => undefined);
    await recount();
    await adoptLost('Recovered');
    const all = await listAll();
    return all.toSorted((one, other) => one.id.localeCompare(other.id));
  };
  const byId = rows.toSorted((one, other) => one.id.localeCompare(other.id));
  expect(await work()).toEqual(byId);

  quota += 1;
  await vi.advanceTimersByTimeAsync(5000);
  expect(await work()).toMatchObject([
    { id: 'a', name: 'Recovered' },
    { id: 'intact', isIntact: true },
    { id: 'orphan', state: 'interrupted' },
    { id: 'uncounted', bytes: 1 },
  ]);
  vi.useRealTimers();
});

it('does not write a slice twice if the first attempt went unreported', async () => {
  await append(0);
  await append(0);
  expect(await sequences()).toEqual([0]);
  await expect(
    appendSlice({ recordingId: 'a', sequence: 0, blob: new Blob(['other']), coversMs: 1, totalBytes: 5 }),
  ).rejects.toThrow();
});

it('gives up if another version blocks it, and opens it once that is closed', async () => {
  await openDatabase();
  const stubborn = await openDB('timeslice', 5);
  const newer = openDB('timeslice', 6, { blocked: () => undefined });
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const opening = expect(openDatabase()).rejects.toMatchObject({ name: 'TimeoutError' });
  await vi.advanceTimersByTimeAsync(10_000);
  await opening;
  vi.useRealTimers();
  stubborn.close();
  (await newer).close();
  await append(0);
  expect(await sequences()).toEqual([0]);
});

it('is created again if it is empty, and refused if its object stores are unknown', async () => {
  await replaceDatabase(1);
  expect(await listRecordings()).toEqual([]);
  await append(0);
  expect(await sequences()).toEqual([0]);

  await deleteDB('timeslice');
  await replaceDatabase(4, (database) => void database.createObjectStore('pieces'));
  await expect(listRecordings()).rejects.toMatchObject({
    failure: { code: 'database-unknown', detail: 'Version 4: pieces' },
  });

  await deleteDB('timeslice');
  const slices = { keyPath: ['recordingId', 'sequence'] };
  const foreign: readonly (readonly [number, (database: IDBPDatabase) => void])[] = [
    [
      1,
      (database) => {
        database.createObjectStore('recordings', { keyPath: 'name' });
        database.createObjectStore('slices', { autoIncrement: true });
      },
    ],
    [
      // Another program has a store that is called like one of ours.
      2,
      (database) => {
        database.createObjectStore('recordings', { keyPath: 'id' });
        database.createObjectStore('slices', slices);
        database.createObjectStore('media');
      },
    ],
    [
      7,
      (database) => {
        database.createObjectStore('media', { keyPath: 'id' });
        database.createObjectStore('clips', { keyPath: 'name' });
        database.createObjectStore('slices', slices);
      },
    ],
  ];
  for (const [version, create] of foreign) {
    await deleteDB('timeslice');
    await replaceDatabase(version, create);
    const names = async () => {
      const database = await openDB('timeslice');
      database.close();
      return [...database.objectStoreNames];
    };
    const before = await names();
    await expect(listRecordings()).rejects.toMatchObject({ failure: { code: 'database-unknown' } });
    expect(await names(), 'it stays as it is').toEqual(before);
  }
});
