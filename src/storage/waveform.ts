import * as v from 'valibot';
import { parseFields } from '../domain/parse-fields';
import type { RecordingId } from '../domain/recording';
import { openDatabase, openRenewed } from './database';
import { outcomeOf } from './outcome';

/**
 * The key of a recording's peaks in the object store `thumbnails`, beside its picture: both are made of what it shows, and
 * deleted with it. Only the peaks of recordings without stored ones are there.
 */
export function peaksKey(id: RecordingId): string {
  return `${id}/peaks`;
}

/**
 * Keeps peaks that were measured in the file of a recording, unless it has been deleted or the disk is full; not in a
 * database of a version that has no place for them.
 *
 * @throws DOMException if the database refuses
 */
export async function savePeaks(id: RecordingId, peaks: Uint8Array): Promise<void> {
  const database = await openRenewed();
  if (database === undefined || !database.objectStoreNames.contains('thumbnails')) return;
  const transaction = database.transaction(['clips', 'thumbnails'], 'readwrite', { durability: 'relaxed' });
  const put = async (key: unknown) => {
    if (key !== undefined) {
      await transaction.objectStore('thumbnails').put({ recordingId: peaksKey(id), peaks });
    }
  };
  await outcomeOf(transaction, transaction.objectStore('clips').getKey(id).then(put));
}

/** Peaks that {@link savePeaks} has kept. @throws DOMException if the database refuses */
export async function readPeaks(id: RecordingId): Promise<Uint8Array | undefined> {
  const database = await openDatabase();
  if (!database.objectStoreNames.contains('thumbnails')) return undefined;
  return parseFields(peaksEntries, await database.get('thumbnails', peaksKey(id))).peaks;
}

const peaksEntries = { peaks: v.instance(Uint8Array) };
