import type { Page } from '@playwright/test';

/** A slice of a database of version 2; its bytes are noise. */
export interface EarlierSlice {
  readonly recordingId: string;
  readonly sequence: number;
  readonly totalBytes: number;
  readonly coversMs: number;
  /** In bytes. */
  readonly size: number;
}

/** What a database of version 2 contains. */
export interface EarlierRows {
  readonly recordings: readonly object[];
  readonly slices: readonly EarlierSlice[];
}

/**
 * Turns the database back into one of version 2, with what is in it and these rows. The next context of the extension
 * that opens it upgrades it.
 */
export function plantEarlierDatabase(page: Page, rows: EarlierRows): Promise<void> {
  return page.evaluate(async ({ recordings, slices }) => {
    type Row = Record<string, unknown>;
    const settled = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    // A Blob from IndexedDB is read, not stored again (`src/storage/registered-blobs`).
    const copyOf = async (value: unknown) =>
      value instanceof Blob ? new Blob([await value.arrayBuffer()], { type: value.type }) : value;
    const withCopies = async (row: Row): Promise<Row> =>
      Object.fromEntries(
        await Promise.all(Object.entries(row).map(async ([name, value]) => [name, await copyOf(value)])),
      );
    const database = await settled(indexedDB.open('timeslice'));
    const stores = ['media', 'clips', 'slices', 'thumbnails'];
    const transaction = database.transaction(stores);
    const [media = [], clips = [], ...others] = await Promise.all(
      stores.map((store): Promise<Row[]> => settled(transaction.objectStore(store).getAll())),
    );
    database.close();
    const earlier = media.map((row) => {
      const { ranges, ...clip } = clips.find(({ id }) => id === row['id']) ?? {};
      return { ...row, ...clip };
    });
    const noise = slices.map(({ size, ...slice }) => ({
      ...slice,
      blob: new Blob([crypto.getRandomValues(new Uint8Array(size))]),
    }));
    const [keptSlices = [], thumbnails = []] = await Promise.all(
      others.map((kept) => Promise.all(kept.map(withCopies))),
    );

    const create = async (): Promise<IDBDatabase> => {
      const deletion = settled(indexedDB.deleteDatabase('timeslice'));
      const opening = indexedDB.open('timeslice', 2);
      opening.onupgradeneeded = () => {
        const { result } = opening;
        const create = (name: string, keyPath: string | string[], rows: readonly object[]) => {
          const store = result.createObjectStore(name, { keyPath });
          for (const row of rows) store.add(row);
          return store;
        };
        create('recordings', 'id', [...earlier, ...recordings]).createIndex('createdAt', 'createdAt');
        create('slices', ['recordingId', 'sequence'], [...keptSlices, ...noise]);
        create('thumbnails', 'recordingId', thumbnails);
      };
      // Another context may open it in between, in its own version.
      const [, created] = await Promise.all([deletion, settled(opening).catch(() => undefined)]);
      return created ?? create();
    };
    (await create()).close();
  }, rows);
}

/** The version of the database. */
export async function databaseVersion(page: Page): Promise<number | undefined> {
  const databases = await page.evaluate(() => indexedDB.databases());
  return databases.find(({ name }) => name === 'timeslice')?.version;
}
