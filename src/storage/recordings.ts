import type { Recording, RecordingId, Totals } from '../domain/recording';
import { openDatabase } from './database';
import { parseRecording } from './parse-recording';
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
  change: Partial<Pick<Recording, 'name' | 'state' | 'failure' | 'marks'> & Totals> & {
    readonly deletedAt?: number | undefined;
  },
): Promise<boolean> {
  const database = await openDatabase();
  const transaction = database.transaction('recordings', 'readwrite', { durability: 'strict' });
  const row = await transaction.store.get(id);
  if (row !== undefined) await transaction.store.put({ ...row, ...change } as Recording);
  await transaction.done;
  announceChange();
  return row !== undefined;
}

/**
 * Remembers whether all slices of a recording are intact. No page shows that, so the change is not announced.
 *
 * @throws DOMException if the database refuses
 */
export async function markIntact(id: RecordingId, isIntact: boolean): Promise<void> {
  const transaction = (await openDatabase()).transaction('recordings', 'readwrite', {
    durability: 'relaxed',
  });
  const row = await transaction.store.get(id);
  if (row !== undefined) await transaction.store.put(withIntact(row, isIntact));
  await transaction.done;
}

/** Without the name that earlier versions used, which would still be read. */
function withIntact(row: Recording & { readonly isSound?: unknown }, isIntact: boolean): Recording {
  const { isSound: _earlier, isIntact: _before, ...rest } = row;
  return isIntact ? { ...rest, isIntact } : rest;
}

/** The recording of that id; also one that waits for its deletion. */
export async function findRecording(id: RecordingId): Promise<Recording | undefined> {
  return parseRecording(await (await openDatabase()).get('recordings', id));
}

/** Every recording, the newest first, without their media; those that the person deleted are left out. */
export async function listRecordings(): Promise<Recording[]> {
  return (await listAll()).filter(({ deletedAt }) => deletedAt === undefined);
}

/** Every recording, the newest first, without their media; those that wait for their deletion too. */
export async function listAll(): Promise<Recording[]> {
  const rows: unknown[] = await (await openDatabase()).getAll('recordings');
  return rows
    .flatMap((row) => parseRecording(row) ?? [])
    .sort((one, other) => other.createdAt - one.createdAt);
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

/** Tells every context that a recording's row has changed. */
export function announceChange(): void {
  const channel = new BroadcastChannel(changes);
  channel.postMessage(null);
  channel.close();
}
