import { writeFile } from 'node:fs/promises';
import { type Page, test } from '@playwright/test';

/** A slice or draft on disk. */
export interface RecordedRow {
  readonly sequence: number;
  /** In bytes. */
  readonly size: number;
  /** The size of this one and all before it, in bytes, according to the row. */
  readonly totalBytes: number;
}

/** Everything on disk of a recording. */
export interface RecordedBytes {
  /** In the order of their keys. */
  readonly rows: readonly RecordedRow[];
  /** Their bytes, one after another. */
  readonly bytes: Buffer;
}

/** Reads slices and drafts from disk. Works only before any of them is packed. */
export async function readRecordedBytes(page: Page, recordingId: string): Promise<RecordedBytes> {
  const { rows, base64 } = await page.evaluate(readRows, recordingId);
  return { rows, bytes: Buffer.from(base64, 'base64') };
}

/**
 * Writes what `MediaRecorder` delivered, the concatenated slices on disk, to a file beside the other results of the
 * test, and returns its path. Works only before any of them is packed.
 */
export async function saveRecordedBytes(page: Page, recordingId: string): Promise<string> {
  const { bytes } = await readRecordedBytes(page, recordingId);
  const file = test.info().outputPath('recorded');
  await writeFile(file, bytes);
  return file;
}

/** Runs in the page. */
async function readRows(recordingId: string): Promise<{ rows: RecordedRow[]; base64: string }> {
  const settled = <T>(request: IDBRequest<T>) =>
    new Promise<T>((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
  const database = await settled(indexedDB.open('timeslice'));
  const range = IDBKeyRange.bound([recordingId, -1], [recordingId, Number.POSITIVE_INFINITY]);
  const stored: { sequence: number; totalBytes: number; blob: Blob }[] = await settled(
    database.transaction('slices').objectStore('slices').getAll(range),
  );
  database.close();
  // Read one by one: Chromium may kill a page that joins Blobs from IndexedDB (`src/storage/registered-blobs`).
  const bytes = await Promise.all(stored.map(({ blob }) => blob.arrayBuffer()));
  const reader = new FileReader();
  const url = await new Promise<string>((resolve, reject) => {
    reader.onload = () => resolve(reader.result as string);
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(new Blob(bytes));
  });
  return {
    rows: stored.map(({ sequence, totalBytes, blob }) => ({ sequence, totalBytes, size: blob.size })),
    base64: url.slice(url.indexOf(',') + 1),
  };
}
