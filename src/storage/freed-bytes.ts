import { mediaOf } from '../domain/clip';
import type { RecordingId } from '../domain/recording';
import { readNeeds } from './clip-needs';
import { parseClip } from './clip-row';
import { openDatabase } from './database';
import { readMediaRow } from './media-row';

/**
 * How many bytes are free again once a recording is deleted for good, if others need some of its media; `undefined` if none
 * does: then all of it.
 *
 * @throws DOMException if the database can't be read
 */
export async function bytesFreedBy(id: RecordingId): Promise<number | undefined> {
  const transaction = (await openDatabase()).transaction(['clips', 'media']);
  const [clips, media] = [transaction.objectStore('clips'), transaction.objectStore('media')];
  const clip = parseClip(await clips.get(id));
  if (clip === undefined) return undefined;
  const needs = await readNeeds(clips);
  const own = mediaOf(clip).filter((mediaId) => needs.get(mediaId)?.size === 1);
  if (own.length === mediaOf(clip).length) return undefined;
  const rows = await Promise.all(own.map(async (mediaId) => readMediaRow(mediaId, await media.get(mediaId))));
  return rows.reduce((sum, { bytes }) => sum + bytes, 0);
}
