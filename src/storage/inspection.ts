import { concat } from '../container/concat';
import { createMediaIndex } from '../container/media-index';
import type { Clip } from '../domain/clip';
import type { Damage } from '../domain/damage';
import { formatById } from '../domain/format';
import type { MediaId } from '../domain/media';
import type { Recording } from '../domain/recording';
import { openDatabase } from './database';
import { type FoundMedia, findMedia } from './find-media';
import { intactSlices, type SliceOutline } from './intact-slices';
import { parseSlice } from './slice-row';
import { slicesOf } from './slices';

/** How many bytes are read to see whether a recording is media at all. */
const headBytes = 65_536;

/** How many rows are read at once: opening another recording waits for no more than these. */
const rowsAtOnce = 32;

/** What was found in the media of a recording. */
export interface Inspected {
  /** The first damage to what the recording plays. */
  readonly damage: Damage | undefined;
  /** Whether all of its media is intact, also what the recording leaves out. */
  readonly isIntact: boolean;
}

/**
 * Looks for damage in the media of a recording. Its rows are enough, unless they have no index: then its first bytes
 * are read too.
 *
 * @throws DOMException if the slices can't be read
 */
export async function inspectMedia(recording: Recording): Promise<Inspected> {
  const damages = new Map<MediaId, Damage>();
  for (const media of await findMedia(recording)) {
    const damage = await damageOf(media, await readBriefly(media));
    if (damage !== undefined) damages.set(media.id, damage);
    // The rest of its media doesn't matter any more.
    if (damage !== undefined && reaches(recording, media.id, damage)) break;
  }
  return { damage: damageIn(recording, damages), isIntact: damages.size === 0 };
}

/** The first damage that is in one of the ranges. */
export function damageIn(
  { ranges }: Pick<Clip, 'ranges'>,
  damages: ReadonlyMap<MediaId, Damage>,
): Damage | undefined {
  for (const { mediaId } of ranges) {
    const damage = damages.get(mediaId);
    if (damage !== undefined && reaches({ ranges }, mediaId, damage)) return damage;
  }
  return undefined;
}

/** The recorded time that slices cover is known to within a timeslice or so, in ms. */
const marginMs = 500;

/** Whether a range of that media reaches what is damaged. */
function reaches({ ranges }: Pick<Clip, 'ranges'>, id: MediaId, damage: Damage): boolean {
  if (!('safeMs' in damage)) return true;
  return ranges.some(
    ({ mediaId, endMs }) => mediaId === id && (endMs ?? Number.POSITIVE_INFINITY) + marginMs > damage.safeMs,
  );
}

/**
 * Looks for damage in the rows of media.
 *
 * @param rows all of them
 * @returns `undefined` if it is intact
 */
export async function damageOf(
  { format }: FoundMedia,
  rows: readonly SliceOutline[],
): Promise<Damage | undefined> {
  const first = rows.find(({ blob }) => blob !== undefined)?.blob;
  if (first === undefined) return { what: 'no-media' };
  const { slices, rest, damage } = intactSlices(rows);
  const isIndexed = slices.length > 0 && slices[0]?.part !== undefined;
  if (!isIndexed && damage !== 'gap' && !(await beginsWithMedia(format, first))) return { what: 'not-media' };
  if (damage === undefined) return undefined;
  const safeMs = slices.at(-1)?.coversMs ?? 0;
  const restBytes = rest.reduce((sum, { blob }) => sum + (blob?.size ?? 0), 0);
  return { what: damage, safeMs, restBytes };
}

/** The rows of media without their tables, in one transaction. */
async function readBriefly({ id }: FoundMedia): Promise<SliceOutline[]> {
  const { store } = (await openDatabase()).transaction('slices');
  const brief: SliceOutline[] = [];
  const last = slicesOf(id).upper;
  for (let range = slicesOf(id); ; ) {
    const rows = await store.getAll(range, rowsAtOnce);
    for (const { part, sequence, coversMs, blob } of rows.map(parseSlice)) {
      const bytes = part === undefined ? {} : { part: { start: part.start, end: part.end } };
      brief.push({ sequence, coversMs, ...(blob === undefined ? {} : { blob }), ...bytes });
    }
    const end = rows.at(-1);
    if (end === undefined || rows.length < rowsAtOnce) return brief;
    range = IDBKeyRange.bound([id, end.sequence], last, true);
  }
}

/** The first bytes of a Blob, read instead of sliced: it comes from IndexedDB (`registered-blobs`). */
async function headOf(blob: Blob): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  const reader = blob.stream().getReader();
  while (bytes < headBytes) {
    const { value } = await reader.read();
    if (value === undefined) break;
    chunks.push(value);
    bytes += value.length;
  }
  await reader.cancel();
  return concat(chunks).subarray(0, headBytes);
}

async function beginsWithMedia(format: Recording['format'], blob: Blob): Promise<boolean> {
  try {
    createMediaIndex(formatById(format).container).push(await headOf(blob));
    return true;
  } catch {
    return false;
  }
}
