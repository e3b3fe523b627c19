import type { MediaId } from '../domain/media';
import { slicesUpTo, type Totals } from '../domain/recording';
import { openDatabase } from './database';
import { outcomeOf } from './outcome';
import { blobsRegistered } from './registered-blobs';
import type { StoredSlice } from './schema';
import { parseSlice, type SliceRow } from './slice-row';

/**
 * Writes a slice in a transaction with `durability: 'strict'`; resolves once it is on disk. The transaction is committed
 * at once: after the call, no busy page can delay it. A slice that is already there is not written again: an earlier
 * attempt may have reached the disk although its connection ended before it could report that.
 *
 * @throws DOMException if the write failed; if the connection ended, it may have reached the disk all the same
 */
export async function appendSlice(slice: StoredSlice): Promise<void> {
  try {
    const database = await openDatabase();
    const transaction = database.transaction('slices', 'readwrite', { durability: 'strict' });
    const added = transaction.store.add(slice);
    transaction.commit();
    await outcomeOf(transaction, added);
  } catch (error) {
    const isTwice = error instanceof DOMException && error.name === 'ConstraintError';
    if (!isTwice || !(await isThere(slice))) throw error;
  }
}

async function isThere({ recordingId, sequence, blob, totalBytes, coversMs }: StoredSlice): Promise<boolean> {
  const row = await (await openDatabase()).get('slices', [recordingId, sequence]);
  if (row === undefined) return false;
  const known = parseSlice(row);
  return known.blob?.size === blob.size && known.totalBytes === totalBytes && known.coversMs === coversMs;
}

/**
 * How much of some media is on disk, according to its last slice. If that does not know the bytes, they are counted.
 *
 * @throws DOMException if the slices can't be read
 */
export async function savedTotals(id: MediaId): Promise<Totals> {
  const database = await openDatabase();
  const last = (await database.transaction('slices').store.openCursor(slicesOf(id), 'prev'))?.value;
  if (last === undefined) return { durationMs: 0, bytes: 0, sliceCount: 0 };
  const { coversMs, totalBytes, sequence } = parseSlice(last);
  return {
    durationMs: coversMs,
    bytes: totalBytes || (await countBytes(id)),
    sliceCount: slicesUpTo(sequence),
  };
}

async function countBytes(id: MediaId): Promise<number> {
  const slices = await readSlices(id);
  return slices.reduce((bytes, { blob }) => bytes + (blob?.size ?? 0), 0);
}

/**
 * The slices and packs of media, in order.
 *
 * @throws DOMException if they can't be read
 */
export async function readSlices(id: MediaId): Promise<SliceRow[]> {
  const rows = await (await openDatabase()).getAll('slices', slicesOf(id));
  return rows.map(parseSlice);
}

/**
 * The same rows as {@link readSlices}; their Blobs may be sliced and joined.
 *
 * @throws DOMException if they can't be read
 */
export async function readMedia(id: MediaId): Promise<SliceRow[]> {
  const rows = await readSlices(id);
  await blobsRegistered();
  return rows;
}

/** The keys of the slices of media; the drafts of the first are between -1 and 0. */
export function slicesOf(id: MediaId): IDBKeyRange {
  return IDBKeyRange.bound([id, -1], [id, Number.POSITIVE_INFINITY]);
}
