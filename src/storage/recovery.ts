import type { Recording, RecordingId } from '../domain/recording';
import { openDatabase, openRenewed } from './database';
import { deleteRecording } from './delete-recording';
import { isBeingRecorded, recordingLock } from './locks';
import { parseMedia } from './media-row';
import { readRows } from './read-rows';
import { findRecording, type Listed, listRecordings, listWithSize, updateRecording } from './recordings';
import { savedTotals } from './slices';

/** Remembers that a recording was interrupted, to notify the user; if it rejects, recovery continues. */
export type Remember = (id: RecordingId) => Promise<void>;

/**
 * Waits until no recorder holds the recording, then closes it if it is unfinished: unfinished and not locked means
 * orphaned.
 *
 * @param released called before it is closed, which a database that is late delays
 * @throws DOMException if the database or the lock refuses
 */
export async function closeWhenReleased(
  id: RecordingId,
  remember: Remember,
  released: () => void = () => undefined,
): Promise<void> {
  await navigator.locks.request(recordingLock(id), () => {
    released();
    return close(id, remember);
  });
}

/**
 * Closes every unfinished recording that no recorder holds, in any window. One that is held is closed as soon as it is
 * released, if it is still unfinished then; one that can't be closed now is left for the next time.
 *
 * @throws DOMException if the recordings can't be read, or a lock is refused
 */
export async function closeOrphans(remember: Remember): Promise<void> {
  for (const { id, state } of await listRecordings()) {
    if (state !== 'recording') continue;
    const isFree = await navigator.locks.request(recordingLock(id), { ifAvailable: true }, async (lock) => {
      if (lock !== null) await close(id, remember).catch(() => undefined);
      return lock !== null;
    });
    // Its recorder is alive, or about to die.
    if (!isFree) void closeWhenReleased(id, remember).catch(() => undefined);
  }
}

/**
 * Every recording that is not hidden, and the size of all media. Those that no recorder holds any more are shown as if they
 * had been closed, which a full disk may prevent.
 *
 * @throws DOMException if they can't be read
 */
export async function listClosed(): Promise<Listed> {
  const { recordings, mediaBytes } = await listWithSize();
  const closed = new Map<RecordingId, Recording>();
  for (const row of recordings) {
    if (row.state !== 'recording' || (await isBeingRecorded(row.id))) continue;
    closed.set(row.id, { ...row, ...(await savedTotals(row.id)), state: 'interrupted' });
  }
  return {
    recordings: recordings.map((row) => closed.get(row.id) ?? row),
    mediaBytes: [...closed.values()].reduce((sum, { bytes }) => sum + bytes, mediaBytes),
  };
}

/** Keeps everything that was saved, and deletes a recording without a slice. */
async function close(id: RecordingId, remember: Remember): Promise<void> {
  const recording = await findRecording(id);
  if (recording?.state !== 'recording') return;
  const totals = await savedTotals(id);
  // That waits for another time; until then, the library shows it as if it were done.
  if ((await openRenewed()) === undefined) return;
  if (totals.sliceCount === 0) return deleteRecording(id);
  // First: if this context dies in between, there is one notice too many, not one too few.
  await remember(id).catch(() => undefined);
  await updateRecording(id, { ...totals, state: 'interrupted' });
}

/**
 * Counts again what is on disk of media whose rows say that nothing is. If the log can't be renewed, that waits for
 * another time.
 *
 * @throws DOMException if the database refuses
 */
export async function recount(): Promise<void> {
  const transaction = (await openDatabase()).transaction('media');
  for (const { id, state, bytes } of await readRows(transaction.store, parseMedia)) {
    if (state === 'recording' || bytes > 0 || (await openRenewed()) === undefined) continue;
    const totals = await savedTotals(id);
    if (totals.bytes > 0) await updateRecording(id, totals);
  }
}
