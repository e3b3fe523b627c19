import { type Clip, clipEntries, wholeOf } from '../domain/clip';
import { parseFields } from '../domain/parse-fields';

/** What a field that is missing or invalid falls back to. */
const fallbacks = { name: '', createdAt: 0 } as const satisfies Partial<Clip>;

/**
 * Reads a row of the object store `clips`. A field that is missing or invalid falls back alone; the ranges to all of
 * the media with the id of the clip, which its first clip has.
 *
 * @returns `undefined` if the row has no valid id
 */
export function parseClip(row: unknown): Clip | undefined {
  const known = parseFields(clipEntries, row);
  const { id } = known;
  if (id === undefined) return undefined;
  return { ...fallbacks, ranges: wholeOf(id), ...known, id };
}
