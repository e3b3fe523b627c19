import { writeFile } from 'node:fs/promises';
import { type Page, test } from '@playwright/test';

/**
 * Writes what `MediaRecorder` gave, its slices one after another as they lie on disk, into a file beside the other
 * results of the test, and returns where. Only before any of them was packed.
 */
export async function saveRecordedBytes(page: Page, recordingId: string): Promise<string> {
  const base64 = await page.evaluate(readBytes, recordingId);
  const file = test.info().outputPath('recorded');
  await writeFile(file, Buffer.from(base64, 'base64'));
  return file;
}

/** Runs in the page. */
async function readBytes(recordingId: string): Promise<string> {
  const settled = <T>(request: IDBRequest<T>) =>
    new Promise<T>((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
  const database = await settled(indexedDB.open('timeslice'));
  const range = IDBKeyRange.bound([recordingId, -1], [recordingId, Number.POSITIVE_INFINITY]);
  const rows: { blob: Blob }[] = await settled(
    database.transaction('slices').objectStore('slices').getAll(range),
  );
  database.close();
  const reader = new FileReader();
  const url = await new Promise<string>((resolve, reject) => {
    reader.onload = () => resolve(reader.result as string);
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(new Blob(rows.map(({ blob }) => blob)));
  });
  return url.slice(url.indexOf(',') + 1);
}
