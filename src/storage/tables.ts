import { attachTables } from '../container/part-tables';
import type { SliceRow } from './slice-row';

/** The part of a row that its tables are read from. */
type Tabled = Pick<SliceRow, 'part' | 'tables' | 'groupTables'>;

/**
 * Puts the tables of packs back into their parts. They are read all at once: one by one would take many times as long.
 *
 * @throws DOMException if they can't be read
 * @throws RangeError if they are not what was written
 */
export async function withTables<Row extends Tabled>(rows: readonly Row[]): Promise<Row[]> {
  const bytes = new Uint8Array(await new Blob(tablesOf(rows)).arrayBuffer());
  let at = 0;
  return rows.map((row) => {
    const { tables, part } = row;
    if (tables === undefined || part === undefined) return row;
    const start = at;
    at += tables.size;
    return { ...row, part: attachTables(part, bytes.subarray(start, at)) };
  });
}

/** The tables of all packs, in as few Blobs as possible. */
function tablesOf(rows: readonly Tabled[]): Blob[] {
  const blobs: Blob[] = [];
  for (const { tables, groupTables, part } of rows) {
    if (tables === undefined || part === undefined) continue;
    blobs.push(tables);
    const first = groupTables === undefined ? -1 : startOfLast(blobs, groupTables.size);
    if (groupTables !== undefined && first >= 0) blobs.splice(first, Number.POSITIVE_INFINITY, groupTables);
  }
  return blobs;
}

/** The index from which the last Blobs have this many bytes together; -1 if none do: then some of them are missing. */
function startOfLast(blobs: readonly Blob[], bytes: number): number {
  let start = blobs.length;
  for (let sum = 0; sum < bytes && start > 0; ) {
    start -= 1;
    sum += blobs[start]?.size ?? 0;
    if (sum === bytes) return start;
  }
  return -1;
}
