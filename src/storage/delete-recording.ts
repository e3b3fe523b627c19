import { type Clip, mediaOf, wholeOf } from '../domain/clip';
import type { MediaId } from '../domain/media';
import type { RecordingId } from '../domain/recording';
import { readNeeds } from './clip-needs';
import { parseClip } from './clip-row';
import { openDatabase } from './database';
import { announceCopies } from './folder-copies';
import { outcomeOf } from './outcome';
import { announceChange } from './recordings';
import { slicesOf } from './slices';
import { storyboardKeys } from './storyboard';
import { peaksKey } from './waveform';

/**
 * Deletes a clip, its peaks and the order to copy it to the folder, and the media that no other clip needs, with its slices,
 * in one transaction. Without a clip of that id, the media with that id. The pictures of media stay as long as the media,
 * because cuts show them too.
 *
 * @throws DOMException if the database refuses
 */
export function deleteRecording(id: RecordingId): Promise<void> {
  return deleteClips([id], () => true);
}

/** The same for those clips that are hidden, all in one transaction. @throws DOMException if the database refuses */
export function deleteHiddenClips(ids: readonly RecordingId[]): Promise<void> {
  return deleteClips(ids, (clip) => clip?.deletedAt !== undefined);
}

async function deleteClips(
  ids: readonly RecordingId[],
  isWanted: (clip: Clip | undefined) => boolean,
): Promise<void> {
  const database = await openDatabase();
  const { objectStoreNames } = database;
  /** What is about the clip alone, as far as the database has a place for it. */
  const ofClip = (['thumbnails', 'folderCopies'] as const).filter((store) =>
    objectStoreNames.contains(store),
  );
  const stores = ['clips', 'media', 'slices', ...ofClip] as const;
  const transaction = database.transaction(stores, 'readwrite', { durability: 'strict' });
  const clips = transaction.objectStore('clips');
  const deleteMedia = async (mediaId: MediaId) =>
    Promise.all([
      transaction.objectStore('media').delete(mediaId),
      transaction.objectStore('slices').delete(slicesOf(mediaId)),
    ]);
  const deleteOfClip = async (store: (typeof ofClip)[number], key: string | IDBKeyRange) =>
    ofClip.includes(store) && transaction.objectStore(store).delete(key);
  const deleteAll = async () => {
    const rows = await Promise.all(ids.map(async (id) => ({ id, clip: parseClip(await clips.get(id)) })));
    const wanted = rows.filter(({ clip }) => isWanted(clip));
    // From then on they need nothing.
    await Promise.all(wanted.map(({ id }) => clips.delete(id)));
    const needs = await readNeeds(clips);
    const needed = wanted.flatMap(({ id, clip }) => mediaOf(clip ?? { ranges: wholeOf(id) }));
    const unneeded = [...new Set(needed)].filter((mediaId) => !needs.has(mediaId));
    const pictured = [...wanted.map(({ id }) => id), ...unneeded].filter((id) => !needs.has(id));
    const pictures = [...pictured, ...pictured.map(storyboardKeys), ...wanted.map(({ id }) => peaksKey(id))];
    const copies = wanted.map(({ id }) => id);
    await Promise.all([
      ...unneeded.map(deleteMedia),
      ...pictures.map((key) => deleteOfClip('thumbnails', key)),
      ...copies.map((id) => deleteOfClip('folderCopies', id)),
    ]);
  };
  await outcomeOf(transaction, deleteAll());
  announceChange();
  // The pages list the copies that wait for the user.
  if (ofClip.includes('folderCopies')) announceCopies();
}
