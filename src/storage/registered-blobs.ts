import { openDB } from 'idb';

/** A database that needs no row: only the act of writing one counts. */
const barrierName = 'timeslice-barrier';

/**
 * Waits until the browser can build other Blobs from the Blobs that were read from IndexedDB so far; to be called between
 * reading Blobs and slicing or joining them.
 *
 * Chromium hands out a stored Blob before it has registered it. If all who held it released it a moment ago, a Blob built
 * from it can overtake that registration, and the browser ends the extension's process (“Bad blob references in
 * BlobRegistry::Register”), and with it a recording. A Blob that is written to IndexedDB waits in the same queue. Reading
 * bytes is harmless.
 *
 * It never rejects: if the disk refuses, it was at least asked.
 */
export async function blobsRegistered(): Promise<void> {
  try {
    const database = await openDB(barrierName, 1, {
      upgrade: (upgrading) => void upgrading.createObjectStore('rows'),
    });
    try {
      await database.put('rows', new Blob(['-']), 0);
    } finally {
      database.close();
    }
  } catch {
    // The disk may be full.
  }
}
