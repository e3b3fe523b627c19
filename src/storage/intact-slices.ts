import type { SliceRow } from './slice-row';

/** What it takes to see whether slices follow each other. */
export interface SliceOutline extends Pick<SliceRow, 'sequence' | 'blob' | 'coversMs'> {
  /** The bytes of the recording that it covers, if they were indexed. */
  readonly part?: { readonly start: number; readonly end: number };
}

/** The slices of a recording up to the first that is missing or damaged. */
export interface IntactSlices<Row> {
  readonly slices: readonly (Row & { readonly blob: Blob })[];
  /** The slices after those, which can't be joined to them. */
  readonly rest: readonly Row[];
  /** Why they end before the last slice: see `domain/damage`. */
  readonly damage?: 'gap' | 'cut-off' | 'unreadable';
}

/** Finds the slices, or packs, that follow each other without a gap. */
export function intactSlices<Row extends SliceOutline>(rows: readonly Row[]): IntactSlices<Row> {
  const slices: (Row & { readonly blob: Blob })[] = [];
  for (const row of rows) {
    const before = slices.at(-1);
    // Copied only at the end: a recording without an index is not packed, and may have 100,000 rows.
    const endsWith = (damage: 'gap' | 'unreadable') => ({ slices, rest: rows.slice(slices.length), damage });
    if (!hasBlob(row) || !follows(before, row)) return endsWith('gap');
    if (row.part === undefined && before?.part !== undefined) return endsWith('unreadable');
    if (row.part !== undefined && row.blob.size < row.part.end - row.part.start) {
      const { part, ...cut } = row;
      const rest = rows.slice(slices.length + 1);
      return { slices: [...slices, cut as typeof row], rest, damage: 'cut-off' };
    }
    slices.push(row);
  }
  return { slices, rest: [] };
}

function hasBlob<Row extends SliceOutline>(row: Row): row is Row & { readonly blob: Blob } {
  return row.blob !== undefined;
}

/** By their bytes if both were indexed, else by their numbers: the next slice, or a draft of it, comes next. */
function follows(before: SliceOutline | undefined, row: SliceOutline): boolean {
  if (row.part !== undefined && (before === undefined || before.part !== undefined)) {
    return row.part.start === (before?.part?.end ?? 0);
  }
  return Math.ceil(row.sequence) <= Math.floor(before?.sequence ?? -1) + 1;
}
