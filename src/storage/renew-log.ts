import { deleteDB, openDB } from 'idb';
import { renewalBytes } from '../domain/disk-space';
import { renewalLock } from './locks';
import { freeSpace } from './quota';

/** A database that exists only while the log is renewed. */
const scratchName = 'timeslice-scratch';

/** How often a log that is probably torn is renewed. */
const tornTimes = 3;

/** The wait after each of these times, in ms. */
const settleMs = 100;

/** How the log is renewed. */
interface Renewal {
  /** Whether it is probably torn. */
  readonly isTorn: boolean;
  /** Gives up; what has begun is still finished. */
  readonly signal: AbortSignal;
  /** Called if the browser ends the connection by which the log is renewed. */
  readonly onEnded: () => void;
}

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
 * On a full disk, the beginning of a record of LevelDB's log is written and the rest fails. Opened again, LevelDB ignores that
 * record but appends to the log; opened once more, it finds the log corrupt, and Chromium deletes all recordings. All
 * databases of the extension share the log, and deleting one compacts it: that begins a new log. An empty one, without a
 * row, would not do. With another backend this has no effect.
 *
 * LevelDB begins the new log a moment after the browser has reported the deletion, and not at all while anything is being
 * written. So contexts take turns, and a log that is probably torn is renewed three times, with a wait after each.
 *
 * @throws DOMException if the disk refuses or has no room, or the reason of the signal
 * @see https://github.com/google/leveldb/issues/1287
 */
export async function renewLog({ isTorn, signal, onEnded }: Renewal): Promise<void> {
  await navigator.locks.request(renewalLock, { signal }, async () => {
    for (let left = isTorn ? tornTimes : 1; left > 0; left -= 1) {
      signal.throwIfAborted();
      await assertRoomToRenew();
      await beginLog(onEnded);
      if (isTorn) await new Promise((resolve) => setTimeout(resolve, settleMs));
    }
  });
}

async function beginLog(onEnded: () => void): Promise<void> {
  const scratch = await openDB(scratchName, 1, {
    upgrade: (upgrading) => void upgrading.createObjectStore('rows'),
    terminated: onEnded,
  });
  try {
    await scratch.put('rows', 0, 0);
  } finally {
    scratch.close();
  }
  await deleteDB(scratchName);
}
