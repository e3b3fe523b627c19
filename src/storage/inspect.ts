import { createMediaIndex } from '../container/media-index';
import type { Damage } from '../domain/damage';
import { formatById } from '../domain/format';
import type { Recording } from '../domain/recording';
import { readSlices } from './slices';
import { soundSlices } from './sound-slices';

/** How much of a recording is read to see whether it is media at all, in bytes. */
const headBytes = 65_536;

/**
 * What is wrong with the media of a recording, as its rows tell; only where they lack their index, its first bytes are
 * read too.
 *
 * @throws DOMException where the slices can't be read
 */
export async function inspectMedia({ id, format }: Recording): Promise<Damage | undefined> {
  const rows = await readSlices(id);
  const first = rows.find(({ blob }) => blob instanceof Blob);
  if (first === undefined) return { what: 'no-media' };
  const { slices, rest, damage } = soundSlices(rows);
  const isIndexed = slices.length > 0 && slices[0]?.part !== undefined;
  if (!isIndexed && damage !== 'gap' && !(await beginsWithMedia(format, first.blob)))
    return { what: 'not-media' };
  if (damage === undefined) return undefined;
  const safeMs = slices.at(-1)?.coversMs ?? 0;
  const restBytes = rest.reduce((sum, { blob }) => sum + (blob instanceof Blob ? blob.size : 0), 0);
  return { what: damage, safeMs, restBytes };
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
