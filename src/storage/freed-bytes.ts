import { mediaOf } from '../domain/clip';
import type { MediaId } from '../domain/media';
import type { RecordingId } from '../domain/recording';
import { clipsNeeding } from './clip-needs';
import { parseClip } from './clip-row';
import { openDatabase } from './database';
import { readMediaRow } from './media-row';

/**
 * How many bytes are free again once all of these clips are deleted for good: those of the media that only they need.
 * Media that is still being recorded counts as 0.
 *
 * @throws DOMException if the database can't be read
 */
export async function bytesFreedBy(ids: readonly RecordingId[]): Promise<number> {
  const deleted = new Set(ids);
  const transaction = (await openDatabase()).transaction(['clips', 'media']);
  const [clips, media] = [transaction.objectStore('clips'), transaction.objectStore('media')];
  const rows = await Promise.all([...deleted].map((id) => clips.get(id)));
  const mediaIds = new Set(rows.flatMap((row) => parseClip(row) ?? []).flatMap(mediaOf));
  const bytesOf = async (id: MediaId) => {
    const needing = await clipsNeeding(clips, id);
    if ([...needing].some((other) => !deleted.has(other))) return 0;
    return readMediaRow(id, await media.get(id)).bytes;
  };
  const bytes = await Promise.all([...mediaIds].map(bytesOf));
  return bytes.reduce((sum, some) => sum + some, 0);
}
