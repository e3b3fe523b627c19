import { wholeOf } from '../domain/clip';
import { formatById } from '../domain/format';
import type { Media, MediaId } from '../domain/media';
import { readNeeds } from './clip-needs';
import { openDatabase, openRenewed } from './database';
import { parseMedia } from './media-row';
import { outcomeOf } from './outcome';
import { readRows } from './read-rows';
import { announceChange } from './recordings';
import { parseSlice, type SliceRow } from './slice-row';
import { savedTotals, slicesOf } from './slices';

/**
 * Makes recordings of slices without media and of media without a clip, so that they can be seen, saved or deleted. If
 * the log can't be renewed, that waits for another time.
 *
 * @param name the name of the recordings
 * @throws DOMException if the database refuses, or the signal is aborted
 */
export async function adoptLost(name: string, signal?: AbortSignal): Promise<void> {
  const { slices, media } = await findLost(signal);
  for (const [id, first] of slices) {
    const described = describe(id, first);
    if (described !== undefined) await adopt({ ...described, ...(await savedTotals(id)) }, name);
  }
  for (const row of media) await adopt(row, name);
}

/** Writes the rows that are missing: in the meantime another page may have written them, or deleted the slices. */
async function adopt(lost: Media, name: string): Promise<void> {
  const { id, createdAt } = lost;
  const database = await openRenewed();
  if (database === undefined) return;
  const transaction = database.transaction(['clips', 'media', 'slices'], 'readwrite', {
    durability: 'strict',
  });
  const [clips, media] = [transaction.objectStore('clips'), transaction.objectStore('media')];
  const add = async () => {
    const [needs, clip, row, slice] = await Promise.all([
      readNeeds(clips),
      clips.getKey(id),
      media.getKey(id),
      transaction.objectStore('slices').getKey(slicesOf(id)),
    ]);
    const isThere = row !== undefined || slice !== undefined;
    if (isThere && row === undefined) await media.add(lost);
    const isPlayed = needs.has(id) || clip !== undefined;
    if (isThere && !isPlayed) await clips.add({ id, name, createdAt, ranges: wholeOf(id) });
  };
  await outcomeOf(transaction, add());
  announceChange();
}

/** What has lost the row that makes it a recording. */
interface Lost {
  /** The ids without media, and the first slice of each. */
  readonly slices: readonly (readonly [MediaId, SliceRow])[];
  /** The media that no clip plays. */
  readonly media: readonly Media[];
}

async function findLost(signal: AbortSignal | undefined): Promise<Lost> {
  const lost: (readonly [MediaId, SliceRow])[] = [];
  const transaction = (await openDatabase()).transaction(['clips', 'media', 'slices']);
  const rows = await readRows(transaction.objectStore('media'), parseMedia);
  const played = new Set((await readNeeds(transaction.objectStore('clips'))).keys());
  const known = new Set(rows.map(({ id }) => id));
  const slices = transaction.objectStore('slices');
  let cursor = await slices.openKeyCursor();
  while (cursor !== null) {
    const [id] = cursor.key;
    const first = known.has(id) ? undefined : await slices.get(cursor.key);
    if (first !== undefined) lost.push([id, parseSlice(first)]);
    signal?.throwIfAborted();
    cursor = await cursor.continue([id, Number.POSITIVE_INFINITY]);
  }
  return { slices: lost, media: rows.filter(({ id }) => !played.has(id)) };
}

/** Media for slices; `undefined` if they have no valid id, or their format is unknown. */
function describe(id: MediaId, { blob, part }: SliceRow): Media | undefined {
  const type = blob?.type ?? '';
  const container = part?.container ?? (type.includes('mp4') ? 'mp4' : 'webm');
  const row = parseMedia({ id, mimeType: type.includes(container) ? type : `video/${container}` });
  if (row === undefined || formatById(row.format).container !== container) return undefined;
  return { ...row, createdAt: Date.now(), state: 'interrupted' };
}
