import { attachTables } from '../container/part-tables';
import type { StoredSlice } from './database';

/**
 * Rows with the tables of their packs, which are all read at once: one by one would take many times as long.
 *
 * @throws DOMException where they can't be read
 * @throws RangeError where they aren't what was written
 */
export async function withTables(rows: readonly StoredSlice[]): Promise<StoredSlice[]> {
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

/** The tables of all packs, in as few Blobs as there are. */
function tablesOf(rows: readonly StoredSlice[]): Blob[] {
  const found: Blob[] = [];
  for (const { tables, groupTables, part } of rows) {
    if (tables === undefined || part === undefined) continue;
    found.push(tables);
    const first = groupTables === undefined ? -1 : startOfLast(found, groupTables.size);
    if (groupTables !== undefined && first >= 0) found.splice(first, Number.POSITIVE_INFINITY, groupTables);
  }
  return found;
}

/** From which on the last Blobs have that many bytes together; -1 where none do: some of them are missing then. */
function startOfLast(blobs: readonly Blob[], bytes: number): number {
  let start = blobs.length;
  for (let sum = 0; sum < bytes && start > 0; ) {
    start -= 1;
    sum += blobs[start]?.size ?? 0;
    if (sum === bytes) return start;
  }
  return -1;
}
