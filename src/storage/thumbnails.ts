import * as v from 'valibot';
import { type Clip, isPart, type MediaRange, mediaOf } from '../domain/clip';
import { parseFields } from '../domain/parse-fields';
import type { RecordingId } from '../domain/recording';
import { openDatabase } from './database';
import { outcomeOf } from './outcome';
import { firstPictureIn } from './storyboard';

/**
 * Keeps a picture of a recording, instead of an earlier one; not in a database of a version that has no place for it.
 *
 * @throws DOMException if the database refuses
 */
export async function saveThumbnail(recordingId: RecordingId, picture: Blob): Promise<void> {
  const database = await openDatabase();
  if (!database.objectStoreNames.contains('thumbnails')) return;
  const transaction = database.transaction(['clips', 'thumbnails'], 'readwrite', {
    durability: 'relaxed',
  });
  const put = async (row: unknown) => {
    // It may have been deleted already.
    if (row !== undefined) await transaction.objectStore('thumbnails').put({ recordingId, picture });
  };
  await outcomeOf(transaction, transaction.objectStore('clips').getKey(recordingId).then(put));
}

/**
 * The pictures of recordings, in one transaction. A cut has its own, or the first that was taken of what it keeps, or that of
 * its media.
 *
 * @returns by recording; those without a picture have no entry
 * @throws DOMException if the database refuses
 */
export async function readThumbnails(
  clips: readonly Pick<Clip, 'id' | 'ranges'>[],
): Promise<ReadonlyMap<RecordingId, Blob>> {
  const database = await openDatabase();
  if (!database.objectStoreNames.contains('thumbnails')) return new Map();
  const { store } = database.transaction('thumbnails');
  const firstPictureOf = async (ranges: readonly MediaRange[]) => {
    for (const { mediaId, startMs = 0, endMs = Number.MAX_SAFE_INTEGER } of ranges) {
      // The picture of media is of its beginning. An exact cut begins with media of its own, which has none.
      const picture =
        startMs === 0
          ? parsePicture(await store.get(mediaId))
          : await firstPictureIn(store, mediaId, startMs, endMs);
      if (picture !== undefined) return picture;
    }
    return undefined;
  };
  const read = async (clip: Pick<Clip, 'id' | 'ranges'>) => {
    const { id } = clip;
    const own =
      parsePicture(await store.get(id)) ?? (isPart(clip) ? await firstPictureOf(clip.ranges) : undefined);
    if (own !== undefined) return [[id, own] as const];
    // Better one of what was cut out than none: an earlier version kept no storyboard.
    const rows = await Promise.all(
      mediaOf(clip)
        .slice(0, 2)
        .map((key) => store.get(key)),
    );
    const picture = rows.map(parsePicture).find((each) => each !== undefined);
    return picture === undefined ? [] : [[id, picture] as const];
  };
  return new Map((await Promise.all(clips.map(read))).flat());
}

/** The picture of a recording, if there is one. @throws DOMException if the database refuses */
export async function readThumbnail(recordingId: RecordingId): Promise<Blob | undefined> {
  const database = await openDatabase();
  if (!database.objectStoreNames.contains('thumbnails')) return undefined;
  return parsePicture(await database.get('thumbnails', recordingId));
}

const pictureEntries = { picture: v.instance(Blob) };

function parsePicture(row: unknown): Blob | undefined {
  return parseFields(pictureEntries, row).picture;
}
