import * as v from 'valibot';
import { type Clip, clipEntries, mediaOf } from '../domain/clip';
import { FailureError } from '../domain/failure';
import type { Media, MediaId } from '../domain/media';
import type { RecordingId } from '../domain/recording';
import { openDatabase } from './database';
import { isBeingRecorded } from './locks';
import { parseMedia } from './media-row';
import { outcomeOf } from './outcome';
import { announceChange } from './recordings';
import type { StoredSlice } from './schema';

/** What a new clip is made of; see `domain/clip`. The duration and the bytes of all of some media are left out. */
export type NewClip = Pick<Clip, 'name' | 'ranges' | 'durationMs' | 'bytes' | 'captions'>;

/** Media that comes with new clips, and its only slice. */
export interface NewMedia {
  readonly media: Media;
  readonly slice: StoredSlice;
}

/**
 * Writes clips of media that is there and not being recorded, in one transaction. They share the media: no byte is
 * copied.
 *
 * @param made what else they need: it is written in the same transaction, so that nobody sees media without a clip
 * @returns their ids, in order
 * @throws FailureError `recording-not-found` if some of the media is gone; `still-recording` if some is being recorded
 * @throws DOMException if the database refuses
 * @throws RangeError without a range, or if one doesn't end after its start
 */
export async function createClips(
  clips: readonly NewClip[],
  made: readonly NewMedia[] = [],
): Promise<readonly RecordingId[]> {
  const createdAt = Date.now();
  const rows = clips.map((clip, index) => {
    const valid = v.safeParse(clipEntries.ranges, clip.ranges);
    if (!valid.success || valid.output.length < clip.ranges.length) throw new RangeError('Invalid ranges');
    // The library lists the newest first.
    return { ...clip, id: crypto.randomUUID(), createdAt: createdAt + clips.length - 1 - index };
  });
  await assertFinished(rows.flatMap(mediaOf));
  const stores = ['clips', 'media', ...(made.length === 0 ? [] : (['slices'] as const))] as const;
  const transaction = (await openDatabase()).transaction(stores, 'readwrite', { durability: 'strict' });
  const added = new Set(made.map(({ media }) => media.id));
  const add = async () => {
    // Before anything is written: what throws here doesn't abort the transaction.
    for (const id of new Set(rows.flatMap(mediaOf))) {
      if (added.has(id)) continue;
      const media = parseMedia(await transaction.objectStore('media').get(id));
      if (media === undefined) throw new FailureError('recording-not-found', id);
    }
    for (const { media, slice } of made) {
      await transaction.objectStore('media').add(media);
      await transaction.objectStore('slices').add(slice);
    }
    for (const row of rows) await transaction.objectStore('clips').add(row);
  };
  await outcomeOf(transaction, add());
  announceChange();
  return rows.map(({ id }) => id);
}

/** A recorder takes its lock before it writes the row: without the lock, the recorder of an unfinished row has died. */
async function assertFinished(ids: readonly MediaId[]): Promise<void> {
  const { store } = (await openDatabase()).transaction('media');
  const rows = await Promise.all(ids.map((id) => store.get(id)));
  for (const { id, state } of rows.flatMap((row) => parseMedia(row) ?? [])) {
    if (state === 'recording' && (await isBeingRecorded(id))) throw new FailureError('still-recording', id);
  }
}
