import type { Recording, RecordingId, Slice, Totals } from '../domain/recording';
import { openDatabase } from './database';

/**
 * Puts a slice on disk, in a transaction with `durability: 'strict'`, and resolves once it is there. The
 * transaction is committed at once: from the call on, no busy page can hold it up.
 *
 * @throws DOMException where the write failed; nothing was written then
 */
export async function appendSlice(slice: Slice): Promise<void> {
  const database = await openDatabase();
  const transaction = database.transaction('slices', 'readwrite', { durability: 'strict' });
  const added = transaction.store.add(slice);
  transaction.commit();
  await Promise.all([added, transaction.done]);
}

/** What of a recording is on disk, as its last slice tells. */
export async function savedTotals(id: RecordingId): Promise<Totals> {
  const database = await openDatabase();
  const last = (await database.transaction('slices').store.openCursor(slicesOf(id), 'prev'))?.value;
  return {
    durationMs: last?.coversMs ?? 0,
    bytes: last?.totalBytes ?? 0,
    sliceCount: last === undefined ? 0 : last.sequence + 1,
  };
}

/** The media of a recording: its slices in order, by reference. An empty Blob where there are none. */
export async function readMedia(recording: Recording): Promise<Blob> {
  const database = await openDatabase();
  const slices = await database.getAll('slices', slicesOf(recording.id));
  return new Blob(
    slices.map((slice) => slice.blob),
    { type: recording.mimeType },
  );
}

/** The keys of a recording's slices. */
export function slicesOf(id: RecordingId): IDBKeyRange {
  return IDBKeyRange.bound([id, 0], [id, Number.POSITIVE_INFINITY]);
}
