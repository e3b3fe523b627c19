import { createMediaIndex } from '../container/media-index';
import type { Damage } from '../domain/damage';
import { formatById } from '../domain/format';
import type { Recording } from '../domain/recording';
import { openDatabase } from './database';
import { intactSlices, type SliceOutline } from './intact-slices';
import { parseSlice } from './slice-row';
import { slicesOf } from './slices';

/** How much of a recording is read to see whether it is media at all, in bytes. */
const headBytes = 65_536;

/** So many rows are read at once: whoever opens another recording waits for no more than them. */
const rowsAtOnce = 32;

/**
 * What is wrong with the media of a recording, as its rows tell; only where they lack their index, its first bytes are
 * read too.
 *
 * @throws DOMException where the slices can't be read
 */
export async function inspectMedia(recording: Recording): Promise<Damage | undefined> {
  return damageOf(recording, await readBriefly(recording));
}

/** What is wrong with these rows, all that a recording has. */
export async function damageOf(
  { format }: Recording,
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

/** The rows of a recording, their tables left out, as they are at one moment. */
async function readBriefly({ id }: Recording): Promise<SliceOutline[]> {
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

async function beginsWithMedia(format: Recording['format'], blob: Blob): Promise<boolean> {
  try {
    const bytes = new Uint8Array(await blob.slice(0, headBytes).arrayBuffer());
    createMediaIndex(formatById(format).container).push(bytes);
    return true;
  } catch {
    return false;
  }
}
