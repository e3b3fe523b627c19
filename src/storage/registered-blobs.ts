import { openDB } from 'idb';
import { outcomeOf } from './outcome';
import { assertRoomToRenew } from './renew-log';

/** Nobody reads its row: only writing it counts. */
const barrierName = 'timeslice-barrier';

/** The longest wait for the write, in ms: it takes about 4. */
const patienceMs = 2000;

/** The wait if nothing can be written, in ms. */
const pauseMs = 100;

/**
 * Waits until Blobs that were read from IndexedDB can be sliced and joined. Call it after reading them; reading their
 * bytes is always safe.
 *
 * Chromium hands out a stored Blob before it has registered it. If its last holder has just released it, a Blob that is
 * built from it may come before the registration, and the browser ends the extension's process with “Bad blob references
 * in BlobRegistry::Register”: all pages, and a recording in progress. While a Blob is written to IndexedDB, the registration
 * catches up. With less than 5 MiB free nothing is written, because a full disk could tear the database's log; then, and if
 * the disk refuses, a pause has to do.
 */
export async function blobsRegistered(): Promise<void> {
  await Promise.race([writeBlob().catch(() => pause(pauseMs)), pause(patienceMs)]);
}

async function writeBlob(): Promise<void> {
  await assertRoomToRenew();
  const database = await openDB(barrierName, 1, {
    upgrade: (upgrading) => void upgrading.createObjectStore('rows'),
  });
  try {
    const transaction = database.transaction('rows', 'readwrite');
    const put = transaction.store.put(new Blob(['-']), 0);
    transaction.commit();
    await outcomeOf(transaction, put);
  } finally {
    database.close();
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
