import type { Recording, RecordingId, Totals } from '../domain/recording';
import { openDatabase } from './database';
import { slicesOf } from './slices';

const changes = 'timeslice:recordings';

/** Writes the row of a new recording. */
export async function createRecording(recording: Recording): Promise<void> {
  const database = await openDatabase();
  const transaction = database.transaction('recordings', 'readwrite', { durability: 'strict' });
  await Promise.all([transaction.store.add(recording), transaction.done]);
  announceChange();
}

/**
 * Changes a recording's row; nothing happens where it is gone.
 *
 * @returns whether it was there
 */
export async function updateRecording(
  id: RecordingId,
  change: Partial<Pick<Recording, 'name' | 'state' | 'failure' | 'marks'> & Totals>,
): Promise<boolean> {
  const database = await openDatabase();
  const transaction = database.transaction('recordings', 'readwrite', { durability: 'strict' });
  const row = await transaction.store.get(id);
  if (row !== undefined) await transaction.store.put({ ...row, ...change });
  await transaction.done;
  announceChange();
  return row !== undefined;
}

/** The recording of that id. */
export async function findRecording(id: RecordingId): Promise<Recording | undefined> {
  return (await openDatabase()).get('recordings', id);
}

/** Every recording, the newest first, without their media. */
export async function listRecordings(): Promise<Recording[]> {
  const rows = await (await openDatabase()).getAllFromIndex('recordings', 'createdAt');
  return rows.reverse();
}

/** Deletes a recording and its slices, in one transaction. */
export async function deleteRecording(id: RecordingId): Promise<void> {
  const database = await openDatabase();
  const transaction = database.transaction(['recordings', 'slices'], 'readwrite', { durability: 'strict' });
  await Promise.all([
    transaction.objectStore('recordings').delete(id),
    transaction.objectStore('slices').delete(slicesOf(id)),
    transaction.done,
  ]);
  announceChange();
}

/** Calls back after every change of a recording's row, from whatever context. */
export function onRecordingsChanged(listener: () => void): () => void {
  const channel = new BroadcastChannel(changes);
  channel.onmessage = listener;
  return () => channel.close();
}

function announceChange(): void {
  const channel = new BroadcastChannel(changes);
  channel.postMessage(null);
  channel.close();
}
