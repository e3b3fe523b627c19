import type { Recording, RecordingId, Totals } from '../domain/recording';
import { openDatabase, openRenewed } from './database';
import { outcomeOf } from './outcome';
import { parseRecording } from './recording-row';
import { slicesOf } from './slices';

const changes = 'timeslice:recordings';

/** Writes the row of a new recording. @throws DOMException if the database refuses, or has a row with that id */
export async function createRecording(recording: Recording): Promise<void> {
  const database = await openDatabase();
  const transaction = database.transaction('recordings', 'readwrite', { durability: 'strict' });
  await outcomeOf(transaction, transaction.store.add(recording));
  announceChange();
}

/**
 * Changes the row of a recording, if it still exists.
 *
 * @returns whether it did
 * @throws DOMException if the database refuses
 */
export async function updateRecording(
  id: RecordingId,
  change: Partial<Pick<Recording, 'name' | 'state' | 'failure' | 'marks' | 'matrix'> & Totals> & {
    readonly deletedAt?: number | undefined;
  },
): Promise<boolean> {
  const database = await openDatabase();
  const transaction = database.transaction('recordings', 'readwrite', { durability: 'strict' });
  const { store } = transaction;
  const put = async (row: Recording | undefined) => {
    if (row !== undefined) await store.put({ ...row, ...change } as Recording);
    return row !== undefined;
  };
  const isThere = await outcomeOf(transaction, store.get(id).then(put));
  announceChange();
  return isThere;
}

/**
 * Remembers whether all slices of a recording are intact, unless the disk is full. No page shows that, so the change is
 * not announced.
 *
 * @throws DOMException if the database refuses
 */
export async function markIntact(id: RecordingId, isIntact: boolean): Promise<void> {
  const database = await openRenewed();
  if (database === undefined) return;
  const transaction = database.transaction('recordings', 'readwrite', { durability: 'relaxed' });
  const { store } = transaction;
  const put = async (row: Recording | undefined) => {
    if (row !== undefined) await store.put(withIntact(row, isIntact));
  };
  await outcomeOf(transaction, store.get(id).then(put));
}

/** Without the name that earlier versions used, which would still be read. */
function withIntact(row: Recording & { readonly isSound?: unknown }, isIntact: boolean): Recording {
  const { isSound: _earlier, isIntact: _before, ...rest } = row;
  return isIntact ? { ...rest, isIntact } : rest;
}

/** The recording with that id, hidden or not. @throws DOMException if it can't be read */
export async function findRecording(id: RecordingId): Promise<Recording | undefined> {
  return parseRecording(await (await openDatabase()).get('recordings', id));
}

/** Every recording that is not hidden, the newest first. @throws DOMException if they can't be read */
export async function listRecordings(): Promise<Recording[]> {
  return (await listAll()).filter(({ deletedAt }) => deletedAt === undefined);
}

/** Every recording, hidden or not, the newest first. @throws DOMException if they can't be read */
export async function listAll(): Promise<Recording[]> {
  const rows: unknown[] = await (await openDatabase()).getAll('recordings');
  return rows
    .flatMap((row) => parseRecording(row) ?? [])
    .sort((one, other) => other.createdAt - one.createdAt);
}

/** Deletes a recording, its slices and its thumbnail, in one transaction. @throws DOMException if the database refuses */
export async function deleteRecording(id: RecordingId): Promise<void> {
  const database = await openDatabase();
  const hasThumbnails = database.objectStoreNames.contains('thumbnails');
  const stores = ['recordings', 'slices', ...(hasThumbnails ? (['thumbnails'] as const) : [])] as const;
  const transaction = database.transaction(stores, 'readwrite', { durability: 'strict' });
  const requests = Promise.all([
    hasThumbnails ? transaction.objectStore('thumbnails').delete(id) : undefined,
    transaction.objectStore('recordings').delete(id),
    transaction.objectStore('slices').delete(slicesOf(id)),
  ]);
  await outcomeOf(transaction, requests);
  announceChange();
}

/** Calls back after every change of a recording's row, in any context. @returns stops it */
export function onRecordingsChanged(listener: () => void): () => void {
  const channel = new BroadcastChannel(changes);
  channel.onmessage = listener;
  return () => channel.close();
}

/** Announces to every context that a recording's row has changed. */
export function announceChange(): void {
  const channel = new BroadcastChannel(changes);
  channel.postMessage(null);
  channel.close();
}
