import type { Page } from '@playwright/test';

/** A recording of one slice of noise. */
export interface PlantedRecording {
  readonly id: string;
  readonly name: string;
  /** The size of its slice. */
  readonly bytes: number;
  /** `recording`: as its recorder left it when it died. */
  readonly state: 'complete' | 'recording';
  /** Whether it is to be saved to the user's folder. */
  readonly toFolder: boolean;
}

/** Leaves a recording on disk. */
export function plantRecording(page: Page, recording: PlantedRecording): Promise<void> {
  return page.evaluate(async ({ id, name, bytes, state, toFolder }) => {
    const settled = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    const database = await settled(indexedDB.open('timeslice'));
    const stores = ['clips', 'media', 'slices', 'folderCopies'];
    const transaction = database.transaction(stores, 'readwrite');
    const createdAt = Date.now();
    const noise = crypto.getRandomValues(new Uint8Array(2 ** 16));
    const blob = new Blob(Array.from({ length: bytes / noise.length }, () => noise));
    transaction.objectStore('clips').add({ id, name, createdAt, ranges: [{ mediaId: id }] });
    transaction.objectStore('media').add({
      id,
      createdAt,
      source: 'tab',
      format: 'webm-vp8',
      mimeType: 'video/webm;codecs=vp8,opus',
      timesliceMs: 1000,
      width: 640,
      height: 480,
      hasAudio: true,
      state,
      durationMs: 1000,
      bytes,
      sliceCount: 1,
    });
    const slice = { recordingId: id, sequence: 0, blob, coversMs: 1000, totalBytes: bytes };
    transaction.objectStore('slices').add(slice);
    const copy = { recordingId: id, queuedAt: createdAt, state: 'queued' };
    if (toFolder) transaction.objectStore('folderCopies').add(copy);
    await new Promise((resolve, reject) => {
      transaction.oncomplete = resolve;
      transaction.onabort = () => reject(transaction.error);
    });
    database.close();
  }, recording);
}
