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
 * Replaces the database by one of version 2, as Timeslice 1 wrote it. The next context of the extension that opens it brings it up
 * to date.
 */
export function replaceByEarlier(page: Page, rows: EarlierRows): Promise<void> {
  return page.evaluate(async ({ recordings, slices }) => {
    const settled = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    // Another context may open it in between, in its own version.
    const create = async (): Promise<IDBDatabase> => {
      const deletion = settled(indexedDB.deleteDatabase('timeslice'));
      const opening = indexedDB.open('timeslice', 2);
      opening.onupgradeneeded = () => {
        const { result } = opening;
        result.createObjectStore('recordings', { keyPath: 'id' }).createIndex('createdAt', 'createdAt');
        result.createObjectStore('slices', { keyPath: ['recordingId', 'sequence'] });
        result.createObjectStore('thumbnails', { keyPath: 'recordingId' });
        const { transaction } = opening;
        for (const row of recordings) transaction?.objectStore('recordings').add(row);
        for (const { size, ...slice } of slices) {
          const blob = new Blob([crypto.getRandomValues(new Uint8Array(size))]);
          transaction?.objectStore('slices').add({ ...slice, blob });
        }
      };
      const [, database] = await Promise.all([deletion, settled(opening).catch(() => undefined)]);
      return database ?? create();
    };
    (await create()).close();
  }, rows);
}
