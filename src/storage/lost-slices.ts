import { formatById } from '../domain/format';
import type { Recording, RecordingId } from '../domain/recording';
import { openDatabase } from './database';
import { parseRecording } from './parse-recording';
import { announceChange, listAll, updateRecording } from './recordings';
import { parseSlice, type SliceRow } from './slice-row';
import { savedTotals } from './slices';

/**
 * Writes a row for each recording of which only the slices are there, so that it can be seen, saved or deleted.
 *
 * @param name what to call it
 * @param signal ends it
 */
export async function adoptLostSlices(name: string, signal?: AbortSignal): Promise<void> {
  for (const [id, first] of await findLost(signal)) {
    const row = describe(id, first);
    if (row === undefined) continue;
    const totals = await savedTotals(id);
    const database = await openDatabase();
    const transaction = database.transaction(['recordings', 'slices'], 'readwrite', { durability: 'strict' });
    const recordings = transaction.objectStore('recordings');
    // Since it was looked for, it may have been deleted, or adopted by another page.
    const isLost = (await recordings.getKey(id)) === undefined;
    const isThere = (await transaction.objectStore('slices').getKey([id, first.sequence])) !== undefined;
    if (isLost && isThere) await recordings.add({ ...row, name, ...totals });
    await transaction.done;
    announceChange();
  }
}

/** Counts anew what is on disk of recordings whose rows say that there is nothing. */
export async function countAnew(): Promise<void> {
  for (const { id, state, bytes } of await listAll()) {
    if (state === 'recording' || bytes > 0) continue;
    const totals = await savedTotals(id);
    if (totals.bytes > 0) await updateRecording(id, totals);
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

/** A row for the slices; `undefined` where they are nobody's that could be named. */
function describe(id: RecordingId, { blob, part }: SliceRow): Recording | undefined {
  const type = blob?.type ?? '';
  const container = part?.container ?? (type.includes('mp4') ? 'mp4' : 'webm');
  const row = parseRecording({ id, mimeType: type.includes(container) ? type : `video/${container}` });
  if (row === undefined || formatById(row.format).container !== container) return undefined;
  return { ...row, createdAt: Date.now(), state: 'interrupted' };
}
