import { formatById } from '../domain/format';
import type { Recording, RecordingId } from '../domain/recording';
import { openDatabase, openRenewed } from './database';
import { isBeingRecorded, recordingLock } from './locks';
import { outcomeOf } from './outcome';
import { parseRecording } from './recording-row';
import {
  announceChange,
  deleteRecording,
  findRecording,
  listAll,
  listRecordings,
  updateRecording,
} from './recordings';
import { parseSlice, type SliceRow } from './slice-row';
import { savedTotals } from './slices';

/** Remembers that a recording was interrupted, to notify the user; if it rejects, recovery continues. */
export type Remember = (id: RecordingId) => Promise<void>;

/**
 * Waits until no recorder holds the recording, then closes it if it is unfinished: unfinished and not locked means
 * orphaned.
 *
 * @throws DOMException if the database or the lock refuses
 */
export async function closeWhenReleased(id: RecordingId, remember: Remember): Promise<void> {
  await navigator.locks.request(recordingLock(id), () => close(id, remember));
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
 * Every recording that is not hidden, the newest first. Those that no recorder holds any more are shown as if they had been
 * closed, which a full disk may prevent.
 *
 * @throws DOMException if they can't be read
 */
export async function listClosed(): Promise<Recording[]> {
  const asClosed = async (row: Recording): Promise<Recording> => {
    if (row.state !== 'recording' || (await isBeingRecorded(row.id))) return row;
    return { ...row, ...(await savedTotals(row.id)), state: 'interrupted' };
  };
  return Promise.all((await listRecordings()).map(asClosed));
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
 * Writes a row for each recording that has only slices, so that it can be seen, saved or deleted. If the log can't be renewed,
 * that waits for another time.
 *
 * @param name the name of the recordings
 * @throws DOMException if the database refuses, or the signal is aborted
 */
export async function adoptLostSlices(name: string, signal?: AbortSignal): Promise<void> {
  for (const [id, first] of await findLost(signal)) {
    const row = describe(id, first);
    if (row === undefined) continue;
    const totals = await savedTotals(id);
    const database = await openRenewed();
    if (database === undefined) return;
    const transaction = database.transaction(['recordings', 'slices'], 'readwrite', { durability: 'strict' });
    const recordings = transaction.objectStore('recordings');
    const adopt = async () => {
      // In the meantime another page may have deleted or adopted it.
      const isLost = (await recordings.getKey(id)) === undefined;
      const isThere = (await transaction.objectStore('slices').getKey([id, first.sequence])) !== undefined;
      if (isLost && isThere) await recordings.add({ ...row, name, ...totals });
    };
    await outcomeOf(transaction, adopt());
    announceChange();
  }
}

/** The ids without a row, and the first slice of each. */
async function findLost(signal: AbortSignal | undefined): Promise<(readonly [RecordingId, SliceRow])[]> {
  const lost: (readonly [RecordingId, SliceRow])[] = [];
  const transaction = (await openDatabase()).transaction(['recordings', 'slices']);
  const known = new Set(await transaction.objectStore('recordings').getAllKeys());
  const slices = transaction.objectStore('slices');
  let cursor = await slices.openKeyCursor();
  while (cursor !== null) {
    const [id] = cursor.key;
    const first = known.has(id) ? undefined : await slices.get(cursor.key);
    if (first !== undefined) lost.push([id, parseSlice(first)]);
    signal?.throwIfAborted();
    cursor = await cursor.continue([id, Number.POSITIVE_INFINITY]);
  }
  return lost;
}

/** A row for slices; `undefined` if they have no valid id, or their format is unknown. */
function describe(id: RecordingId, { blob, part }: SliceRow): Recording | undefined {
  const type = blob?.type ?? '';
  const container = part?.container ?? (type.includes('mp4') ? 'mp4' : 'webm');
  const row = parseRecording({ id, mimeType: type.includes(container) ? type : `video/${container}` });
  if (row === undefined || formatById(row.format).container !== container) return undefined;
  return { ...row, createdAt: Date.now(), state: 'interrupted' };
}

/**
 * Counts again what is on disk of recordings whose rows say that nothing is. If the log can't be renewed, that waits for
 * another time.
 *
 * @throws DOMException if the database refuses
 */
export async function recount(): Promise<void> {
  for (const { id, state, bytes } of await listAll()) {
    if (state === 'recording' || bytes > 0 || (await openRenewed()) === undefined) continue;
    const totals = await savedTotals(id);
    if (totals.bytes > 0) await updateRecording(id, totals);
  }
}
