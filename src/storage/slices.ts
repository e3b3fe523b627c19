import type { Recording, Slice } from '../domain/recording';
import { openDatabase } from './database';

/**
 * Puts a slice on disk together with what the recording's row says of it, in one transaction
 * with `durability: 'strict'`. Resolves once both are there.
 *
 * @param totals what is on disk once this slice is: the recording's new duration, bytes and slices
 * @throws DOMException where the write failed; nothing was written then
 */
export async function appendSlice(
  slice: Slice,
  totals: Pick<Recording, 'durationMs' | 'bytes' | 'sliceCount'>,
): Promise<void> {
  const database = await openDatabase();
  const transaction = database.transaction(['recordings', 'slices'], 'readwrite', { durability: 'strict' });
  const recordings = transaction.objectStore('recordings');
  const written = Promise.all([
    transaction.objectStore('slices').add(slice),
    recordings.get(slice.recordingId).then((row) => {
      if (row === undefined) throw new DOMException('The recording was deleted', 'NotFoundError');
      return recordings.put({ ...row, ...totals });
    }),
    transaction.done,
  ]);
  await written;
}

/** The media of a recording: its slices in order, by reference. An empty Blob where there are none. */
export async function readMedia(recording: Recording): Promise<Blob> {
  const database = await openDatabase();
  const slices = await database.getAll(
    'slices',
    IDBKeyRange.bound([recording.id, 0], [recording.id, Number.POSITIVE_INFINITY]),
  );
  return new Blob(
    slices.map((slice) => slice.blob),
    { type: recording.mimeType },
  );
}
