import * as v from 'valibot';
import type { MediaId } from '../domain/media';
import { parseFields } from '../domain/parse-fields';
import type { RecordingId } from '../domain/recording';
import type { StoryboardPicture } from '../domain/storyboard';
import { openDatabase } from './database';
import { outcomeOf } from './outcome';

/** Enough for 31 years, so that the keys are in the order of the times. */
const digits = 12;

/** The key of a picture in the object store `thumbnails`, which holds whatever shows a recording and is deleted with it. */
function storyboardKey(id: RecordingId, atMs: number): string {
  return `${id}/storyboard/${String(Math.max(0, Math.round(atMs))).padStart(digits, '0')}`;
}

/** The keys of all pictures of a recording. */
export function storyboardKeys(id: RecordingId): IDBKeyRange {
  // What follows "/" is "0".
  return IDBKeyRange.bound(`${id}/storyboard/`, `${id}/storyboard0`, false, true);
}

/**
 * Keeps pictures of a recording instead of others, unless it has been deleted; not in a database of a version that has no
 * place for them.
 *
 * @param stale the times of those that go, in ms
 * @throws DOMException if the database refuses
 */
export async function saveStoryboard(
  id: RecordingId,
  pictures: readonly StoryboardPicture[],
  stale: readonly number[] = [],
): Promise<void> {
  const database = await openDatabase();
  if (!database.objectStoreNames.contains('thumbnails')) return;
  const transaction = database.transaction(['clips', 'thumbnails'], 'readwrite', { durability: 'relaxed' });
  const store = transaction.objectStore('thumbnails');
  const put = async (key: unknown) => {
    if (key === undefined) return;
    await Promise.all([
      ...stale.map((atMs) => store.delete(storyboardKey(id, atMs))),
      ...pictures.map(({ atMs, picture }) =>
        store.put({ recordingId: storyboardKey(id, atMs), atMs, picture }),
      ),
    ]);
  };
  await outcomeOf(transaction, transaction.objectStore('clips').getKey(id).then(put));
}

/** The pictures that {@link saveStoryboard} has kept, in order. @throws DOMException if the database refuses */
export async function readStoryboard(id: RecordingId): Promise<readonly StoryboardPicture[]> {
  const database = await openDatabase();
  if (!database.objectStoreNames.contains('thumbnails')) return [];
  return (await database.getAll('thumbnails', storyboardKeys(id))).flatMap(parsePicture);
}

/** Where pictures are read in an open transaction. */
interface PictureStore {
  getAll(query: IDBKeyRange, count: number): Promise<unknown[]>;
}

/** The first picture of a part of some media, times in ms; `undefined` if none was taken there. */
export async function firstPictureIn(
  store: PictureStore,
  mediaId: MediaId,
  startMs: number,
  endMs: number,
): Promise<Blob | undefined> {
  const part = IDBKeyRange.bound(storyboardKey(mediaId, startMs), storyboardKey(mediaId, endMs));
  return (await store.getAll(part, 1)).flatMap(parsePicture)[0]?.picture;
}

const pictureEntries = { atMs: v.pipe(v.number(), v.minValue(0)), picture: v.instance(Blob) };

function parsePicture(row: unknown): readonly StoryboardPicture[] {
  const { atMs, picture } = parseFields(pictureEntries, row);
  return atMs === undefined || picture === undefined ? [] : [{ atMs, picture }];
}
