import type { Slice } from '../domain/recording';

/** What is looked at of a row of the object store `slices`. */
export interface SliceRow extends Pick<Slice, 'sequence' | 'blob' | 'coversMs'> {
  /** The bytes of the recording that it covers, where they were indexed. */
  readonly part?: { readonly start: number; readonly end: number };
}

/** Whether this is the index of bytes at some place of a recording; whoever wrote it. */
export function hasByteRange(part: unknown): part is NonNullable<SliceRow['part']> {
  if (typeof part !== 'object' || part === null) return false;
  return 'start' in part && 'end' in part && Number.isFinite(part.start) && Number.isFinite(part.end);
}

/** The slices of a recording up to the first that is missing or damaged. */
export interface Sound<Row> {
  readonly slices: readonly Row[];
  /** What comes behind them and can't be joined to them. */
  readonly rest: readonly Row[];
  /** Why they end before the last: see `domain/damage`. */
  readonly damage?: 'gap' | 'cut-off' | 'unreadable';
}

/** Finds the slices, or packs, that follow each other without a gap. Whoever wrote the rows, nothing in them is trusted. */
export function soundSlices<Row extends SliceRow>(rows: readonly Row[]): Sound<Row> {
  let before: Row | undefined;
  for (const [index, row] of rows.entries()) {
    const until = (damage: Sound<Row>['damage'] & string, end = index): Sound<Row> => ({
      slices: rows.slice(0, end),
      rest: rows.slice(end),
      damage,
    });
    if (!(row.blob instanceof Blob) || !follows(before, row)) return until('gap');
    if (row.part === undefined && before?.part !== undefined) return until('unreadable');
    if (row.part !== undefined && row.blob.size < row.part.end - row.part.start) {
      const { part, ...cut } = row;
      return { ...until('cut-off', index + 1), slices: [...rows.slice(0, index), cut as Row] };
    }
    before = row;
  }
  return { slices: rows, rest: [] };
}

/** By their bytes where both were indexed, or else by their numbers: a slice, or a draft of it, comes next. */
function follows(before: SliceRow | undefined, row: SliceRow): boolean {
  if (row.part !== undefined && (before === undefined || before.part !== undefined)) {
    return row.part.start === (before?.part?.end ?? 0);
  }
  return Math.ceil(row.sequence) <= Math.floor(before?.sequence ?? -1) + 1;
}
