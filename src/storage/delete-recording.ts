import { mediaOf, wholeOf } from '../domain/clip';
import type { MediaId } from '../domain/media';
import type { RecordingId } from '../domain/recording';
import { readNeeds } from './clip-needs';
import { parseClip } from './clip-row';
import { openDatabase } from './database';
import { outcomeOf } from './outcome';
import { announceChange } from './recordings';
import { slicesOf } from './slices';
import { peaksKey } from './waveform';

/**
 * Deletes a clip, its thumbnail, its peaks and the order to copy it to the folder, and the media that no other clip needs,
 * with its slices, in one transaction.
 * Without a clip of that id, the media with that id.
 *
 * @throws DOMException if the database refuses
 */
export async function deleteRecording(id: RecordingId): Promise<void> {
  const database = await openDatabase();
  const { objectStoreNames } = database;
  /** What is about the clip alone, as far as the database has a place for it. */
  const ofClip = (['thumbnails', 'folderCopies'] as const).filter((store) =>
    objectStoreNames.contains(store),
  );
  const stores = ['clips', 'media', 'slices', ...ofClip] as const;
  const transaction = database.transaction(stores, 'readwrite', { durability: 'strict' });
  const clips = transaction.objectStore('clips');
  const deleteMedia = (mediaId: MediaId) =>
    Promise.all([
      transaction.objectStore('media').delete(mediaId),
      transaction.objectStore('slices').delete(slicesOf(mediaId)),
    ]);
  const deleteAll = async () => {
    const clip = parseClip(await clips.get(id)) ?? { ranges: wholeOf(id) };
    // First: from then on it needs nothing, because requests are carried out in order.
    const deleted = clips.delete(id);
    const deletedToo = ofClip.flatMap((store) =>
      (store === 'thumbnails' ? [id, peaksKey(id)] : [id]).map((key) =>
        transaction.objectStore(store).delete(key),
      ),
    );
    const needs = await readNeeds(clips);
    const unneeded = mediaOf(clip).filter((mediaId) => !needs.has(mediaId));
    await Promise.all([deleted, ...deletedToo, ...unneeded.map(deleteMedia)]);
  };
  await outcomeOf(transaction, deleteAll());
  announceChange();
}
