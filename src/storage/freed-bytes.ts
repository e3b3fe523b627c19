import { isPart, mediaOf } from '../domain/clip';
import type { RecordingId } from '../domain/recording';
import { readNeeds } from './clip-needs';
import { parseClip } from './clip-row';
import { openDatabase } from './database';
import { readMediaRow } from './media-row';

/**
 * How many bytes are free again once recordings are deleted for good; `undefined` if that is just what they have: none is a
 * part of its media, and no other needs it.
 *
 * @param gone others that are deleted by then
 * @throws DOMException if the database can't be read
 */
export async function bytesFreedBy(
  ids: readonly RecordingId[],
  gone: readonly RecordingId[] = [],
): Promise<number | undefined> {
  const transaction = (await openDatabase()).transaction(['clips', 'media']);
  const [clips, media] = [transaction.objectStore('clips'), transaction.objectStore('media')];
  const rowsOfClips = await Promise.all(ids.map((id) => clips.get(id)));
  const deleted = rowsOfClips.flatMap((row) => parseClip(row) ?? []);
  const needs = await readNeeds(clips);
  const deletedIds = new Set([...ids, ...gone]);
  const all = [...new Set(deleted.flatMap(mediaOf))];
  const own = all.filter((mediaId) => [...(needs.get(mediaId) ?? [])].every((id) => deletedIds.has(id)));
  if (own.length === all.length && !deleted.some(isPart)) return undefined;
  const rows = await Promise.all(own.map(async (mediaId) => readMediaRow(mediaId, await media.get(mediaId))));
  return rows.reduce((sum, { bytes }) => sum + bytes, 0);
}
