import * as v from 'valibot';
import { type Clip, clipEntries, mediaOf } from '../domain/clip';
import { FailureError } from '../domain/failure';
import type { RecordingId } from '../domain/recording';
import { clipRow } from './clip-row';
import { openDatabase } from './database';
import { parseMedia } from './media-row';
import { outcomeOf } from './outcome';
import { announceChange } from './recordings';

/** What a new clip is made of; see `domain/clip`. The duration and the bytes of all of some media are left out. */
export type NewClip = Pick<Clip, 'name' | 'ranges' | 'durationMs' | 'bytes'>;

/**
 * Writes a clip of media that is there and complete, or was interrupted. It shares the media: no byte is copied.
 *
 * @returns its id
 * @throws FailureError `recording-not-found` if some of the media is gone; `still-recording` if some is being recorded
 * @throws DOMException if the database refuses
 * @throws RangeError without a range, or if one doesn't end after its start
 */
export async function createClip(clip: NewClip): Promise<RecordingId> {
  const valid = v.safeParse(clipEntries.ranges, clip.ranges);
  if (!valid.success || valid.output.length < clip.ranges.length) throw new RangeError('Invalid ranges');
  const row = clipRow({ ...clip, id: crypto.randomUUID(), createdAt: Date.now() });
  const database = await openDatabase();
  const transaction = database.transaction(['clips', 'media'], 'readwrite', { durability: 'strict' });
  const add = async () => {
    for (const id of mediaOf(row)) {
      const media = parseMedia(await transaction.objectStore('media').get(id));
      if (media === undefined) throw new FailureError('recording-not-found', id);
      if (media.state === 'recording') throw new FailureError('still-recording', id);
    }
    await transaction.objectStore('clips').add(row);
  };
  await outcomeOf(transaction, add());
  announceChange();
  return row.id;
}
