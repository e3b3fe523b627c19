import type { Page } from '@playwright/test';
import { wholeOf } from '../../src/domain/clip';
import type { Recording } from '../../src/domain/recording';

const databaseName = 'timeslice';

/** One slice on disk, without its bytes. */
export interface SliceRow {
  readonly recordingId: string;
  readonly sequence: number;
  /** In bytes. */
  readonly size: number;
  readonly type: string;
  readonly coversMs: number;
}

type Row = Readonly<Record<string, unknown>>;

/**
 * Every recording on disk, oldest first, read by a page of the extension: each clip with the media that it begins
 * with. Those of an earlier version of the database are read as what becomes of them.
 */
export async function readRecordings(page: Page): Promise<Recording[]> {
  const stores = ['recordings', 'media', 'clips'];
  const read = await page.evaluate(readAll, { name: databaseName, stores });
  const { recordings: earlier = [], media = [], clips = [] } = read;
  const joined = clips.map((clip) => {
    const [first] = clip['ranges'] as { readonly mediaId: string }[];
    return { ...media.find(({ id }) => id === first?.mediaId), ...clip };
  });
  const rows = [...earlier.map((row) => ({ ...row, ranges: wholeOf(String(row['id'])) })), ...joined];
  const recordings = rows as unknown as Recording[];
  return recordings.sort((one, other) => Number(one.createdAt) - Number(other.createdAt));
}

/** Every slice on disk, by recording and sequence, without the drafts between them. */
export async function readSlices(page: Page): Promise<SliceRow[]> {
  const { slices = [] } = await page.evaluate(readAll, { name: databaseName, stores: ['slices'] });
  return (slices as unknown as SliceRow[]).filter(({ sequence }) => Number.isInteger(sequence));
}

/**
 * The bytes of all rows in each object store: Blobs, typed arrays and what is written beside them. Pictures and peaks,
 * a few kilobytes for each clip, are left out, as are the clips: each is a row of a few numbers. A `boolean` counts as
 * nothing: a download remembers whether the slices are intact.
 */
export function readStoredBytes(page: Page): Promise<Record<string, number>> {
  return page.evaluate(async (name) => {
    const settled = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    const sizeOf = (value: unknown): number => {
      if (value instanceof Blob) return value.size;
      if (ArrayBuffer.isView(value)) return value.byteLength;
      if (typeof value === 'boolean') return 0;
      if (typeof value !== 'object' || value === null) return String(value).length;
      return Object.values(value).reduce<number>((sum, field) => sum + sizeOf(field), 0);
    };
    const database = await settled(indexedDB.open(name));
    try {
      const bytes: Record<string, number> = {};
      for (const store of database.objectStoreNames) {
        if (store === 'clips' || store === 'thumbnails') continue;
        bytes[store] = sizeOf(await settled(database.transaction(store).objectStore(store).getAll()));
      }
      return bytes;
    } finally {
      database.close();
    }
  }, databaseName);
}

/** Runs in the page. The rows of each object store that exists; does not create a missing database. */
async function readAll({
  name,
  stores,
}: {
  readonly name: string;
  readonly stores: readonly string[];
}): Promise<Partial<Record<string, Row[]>>> {
  if (!(await indexedDB.databases()).some((known) => known.name === name)) return {};
  const settled = <T>(request: IDBRequest<T>) =>
    new Promise<T>((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
  const withSize = ({ blob, ...rest }: Row) =>
    blob instanceof Blob ? { ...rest, size: blob.size, type: blob.type } : rest;
  const database = await settled(indexedDB.open(name));
  try {
    const known = stores.filter((store) => database.objectStoreNames.contains(store));
    if (known.length === 0) return {};
    const transaction = database.transaction(known);
    const read = async (store: string) => {
      const rows: Row[] = await settled(transaction.objectStore(store).getAll());
      return [store, rows.map(withSize)] as const;
    };
    return Object.fromEntries(await Promise.all(known.map(read)));
  } finally {
    database.close();
  }
}

/** Runs in a page of the extension. Counts the slices whenever the recorder broadcasts, until there are so many. */
export async function untilSlices({
  count,
  patienceMs,
}: {
  readonly count: number;
  readonly patienceMs: number;
}): Promise<void> {
  const settled = <T>(request: IDBRequest<T>) =>
    new Promise<T>((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
  // Does not create a missing database.
  const countSlices = async () => {
    if (!(await indexedDB.databases()).some(({ name }) => name === 'timeslice')) return 0;
    const database = await settled(indexedDB.open('timeslice'));
    try {
      const keys = await settled(database.transaction('slices').objectStore('slices').getAllKeys());
      return (keys as [string, number][]).filter(([, sequence]) => Number.isInteger(sequence)).length;
    } finally {
      database.close();
    }
  };
  const channel = new BroadcastChannel('timeslice:snapshot');
  const giveUp = Date.now() + patienceMs;
  try {
    for (;;) {
      const broadcast = new Promise((resolve) => {
        channel.onmessage = resolve;
        setTimeout(resolve, 250);
      });
      const there = await countSlices();
      if (there >= count) return;
      if (Date.now() > giveUp) throw new Error(`There are ${there} slices on disk, not ${count}`);
      await broadcast;
    }
  } finally {
    channel.close();
  }
}

/**
 * Leaves a recording on disk as a recorder that died would have: a copy of the newest, with all its slices, whose row
 * says that it is still being recorded. Resolves to its id.
 */
export function plantOrphan(page: Page): Promise<string> {
  return page.evaluate(async (name) => {
    const settled = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    const database = await settled(indexedDB.open(name));
    try {
      const transaction = database.transaction(['clips', 'media', 'slices'], 'readwrite');
      const [clips, media] = [transaction.objectStore('clips'), transaction.objectStore('media')];
      const slices = transaction.objectStore('slices');
      const rows: Record<string, unknown>[] = await settled(media.getAll());
      const dated = rows.filter(({ createdAt }) => typeof createdAt === 'number');
      const newest = dated.sort((one, other) => Number(one['createdAt']) - Number(other['createdAt'])).at(-1);
      const clip = await settled(clips.get(String(newest?.['id'])));
      const id = crypto.randomUUID();
      const createdAt = Date.now();
      clips.add({ ...clip, id, createdAt, ranges: [{ mediaId: id }] });
      media.add({
        ...newest,
        id,
        createdAt,
        state: 'recording',
        durationMs: 0,
        bytes: 0,
        sliceCount: 0,
      });
      const all: Record<string, unknown>[] = await settled(slices.getAll());
      for (const slice of all) {
        if (slice['recordingId'] === newest?.['id']) slices.add({ ...slice, recordingId: id });
      }
      await new Promise((resolve, reject) => {
        transaction.oncomplete = resolve;
        transaction.onabort = () => reject(transaction.error);
      });
      return id;
    } finally {
      database.close();
    }
  }, databaseName);
}

/**
 * Opens the database with a newer version, as a later Timeslice would, and keeps it to itself.
 *
 * @returns lets it go
 */
export async function holdDatabase(page: Page): Promise<() => Promise<void>> {
  const upgrade = await page.evaluateHandle(async () => {
    const [{ version = 0 } = {}] = (await indexedDB.databases()).filter(({ name }) => name === 'timeslice');
    return new Promise<{ finish: () => Promise<void> }>((resolve, reject) => {
      const request = indexedDB.open('timeslice', version + 1);
      request.onerror = () => reject(request.error);
      const upgraded = new Promise<void>((done, failed) => {
        request.addEventListener('error', () => failed(request.error));
        request.onsuccess = () => {
          request.result.close();
          done();
        };
      });
      request.onupgradeneeded = () => {
        const slices = request.transaction?.objectStore('slices');
        let isWanted = true;
        // As long as there are requests, the upgrade is under way, and nobody else can open the database.
        const goOn = () => {
          const next = slices?.count();
          if (isWanted && next !== undefined) next.onsuccess = goOn;
        };
        goOn();
        resolve({
          finish() {
            isWanted = false;
            return upgraded;
          },
        });
      };
    });
  });
  return () => upgrade.evaluate(({ finish }) => finish());
}
