import type { Page } from '@playwright/test';

/** The damaged recordings that {@link writeStrangeRows} writes, by id. */
export const strange = {
  noMedia: 'no-media',
  gap: 'gap',
  noBeginning: 'no-beginning',
  cutOff: 'cut-off',
  notMedia: 'not-media',
  unreadable: 'unreadable',
  lost: 'lost',
  rubbish: 'rubbish',
} as const;

/**
 * Copies the only recording, and damages each copy in a different way, as a broken disk, another program or another
 * version could. The original stays intact.
 */
export function writeStrangeRows(page: Page): Promise<void> {
  return page.evaluate(async (ids) => {
    const settled = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    type Row = Record<string, unknown> & { blob: Blob; sequence: number };
    const database = await settled(indexedDB.open('timeslice'));
    const read = database.transaction(['clips', 'media', 'slices']);
    const [clip] = await settled(read.objectStore('clips').getAll());
    const [media] = await settled(read.objectStore('media').getAll());
    const rows = (await settled(read.objectStore('slices').getAll())) as Row[];
    const last = rows.at(-1);
    // A Blob from IndexedDB is read, not sliced (`src/storage/registered-blobs`).
    const bytes = (await last?.blob.arrayBuffer()) ?? new ArrayBuffer();
    const half = new Blob([bytes.slice(0, Math.floor(bytes.byteLength / 2))]);
    const text = new Blob(['This is no film. '.repeat(500)]);
    const copies: Record<string, (Row | undefined)[]> = {
      [ids.noMedia]: [],
      [ids.gap]: rows.filter((_, index) => index !== 3),
      [ids.noBeginning]: rows.slice(1),
      [ids.cutOff]: rows.map((row) => (row === last ? { ...row, blob: half } : row)),
      [ids.notMedia]: rows.slice(0, 2).map(({ part, ...row }) => ({ ...row, blob: text }) as Row),
      [ids.unreadable]: rows.map(({ part, ...row }, index) =>
        index < 6 ? { ...row, part } : ({ ...row, blob: text } as Row),
      ),
      [ids.lost]: rows,
      [ids.rubbish]: rows,
    };
    const write = database.transaction(['clips', 'media', 'slices'], 'readwrite');
    for (const [id, slices] of Object.entries(copies)) {
      if (id === ids.rubbish) {
        const rubbish = { id, createdAt: 'yesterday' };
        write.objectStore('clips').put({ ...rubbish, name: null, ranges: [{ mediaId: 7 }] });
        write.objectStore('media').put({ ...rubbish, format: 'film', bytes: -1, state: 7, marks: 'x' });
      } else if (id !== ids.lost) {
        const createdAt = Number(media.createdAt) - Object.keys(copies).indexOf(id) * 1000 - 1000;
        const copy = { ...clip, id, name: id, createdAt, ranges: [{ mediaId: id }] };
        write.objectStore('clips').put(copy);
        write.objectStore('media').put({ ...media, id, createdAt });
      }
      for (const row of slices) write.objectStore('slices').put({ ...row, recordingId: id });
    }
    // Slices of a recording whose id is not a string.
    for (const row of rows) write.objectStore('slices').put({ ...row, recordingId: 7, part: null });
    await new Promise<void>((resolve, reject) => {
      write.oncomplete = () => resolve();
      write.onabort = () => reject(write.error);
    });
    database.close();
  }, strange);
}
