import { concat } from '../container/concat';
import { createMediaIndex } from '../container/media-index';
import type { Damage } from '../domain/damage';
import { formatById } from '../domain/format';
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

/**
 * Looks for damage in the media of a recording. Its rows are enough, unless they have no index: then its first bytes
 * are read too.
 *
 * @returns `undefined` if all of it is intact, else the first damage
 * @throws DOMException if the slices can't be read
 */
export async function inspectMedia(recording: Recording): Promise<Damage | undefined> {
  for (const media of await findMedia(recording)) {
    const damage = await damageOf(media, await readBriefly(media));
    if (damage !== undefined) return damage;
  }
  return undefined;
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
