import { deleteDB, openDB } from 'idb';
import { renewalBytes } from '../domain/disk-space';
import { freeSpace } from './quota';

/** A database that exists only while {@link renewLog} runs. */
const scratchName = 'timeslice-scratch';

/** How often a log that is probably torn is renewed. */
const tornTimes = 3;

/** How long nothing is written after each of these times, in ms. */
const settleMs = 100;

/**
 * Refuses if renewing the log could itself fill the disk. If the browser doesn't know the free space, it is tried.
 *
 * @throws DOMException `QuotaExceededError`
 */
export async function assertRoomToRenew(): Promise<void> {
  const { freeBytes } = await freeSpace().catch(() => ({ freeBytes: Number.POSITIVE_INFINITY }));
  if (freeBytes >= renewalBytes) return;
  throw new DOMException(`${freeBytes} bytes are free, too few to open the database`, 'QuotaExceededError');
}

/**
 * Makes the browser move everything from its log into a table and begin a new log; to be called before the database is
 * opened, because a write may have been torn before.
 *
 * A full disk takes the beginning of a record of LevelDB's log and refuses the rest. Opened again, LevelDB ignores that
 * record but appends to the log; opened once more, it finds the log corrupt, and Chromium deletes all recordings. All
 * databases of the extension share the log, and deleting one compacts it: that begins a new log. An empty one, without a
 * row, would not do. With another backend this does nothing of use, and no harm.
 *
 * @throws DOMException if the disk refuses
 * @see https://github.com/google/leveldb/issues/1287
 */
export async function renewLog(): Promise<void> {
  const scratch = await openDB(scratchName, 1, {
    upgrade: (upgrading) => void upgrading.createObjectStore('rows'),
  });
  try {
    await scratch.put('rows', 0, 0);
  } finally {
    scratch.close();
  }
  await deleteDB(scratchName);
}

/**
 * The same for a log that is probably torn. LevelDB begins the new log a moment after the browser has reported the deletion,
 * but not at all while anything is being written: so this is done three times, with a pause after each, by one context
 * after another.
 *
 * @throws DOMException if the disk refuses
 */
export async function renewTornLog(): Promise<void> {
  await navigator.locks.request('timeslice-log', async () => {
    for (let time = 0; time < tornTimes; time += 1) {
      await renewLog();
      await new Promise((resolve) => setTimeout(resolve, settleMs));
    }
  });
}
