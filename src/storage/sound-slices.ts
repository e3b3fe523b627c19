import type { StoredSlice } from './database';

/** The slices of a recording up to the first that is missing or damaged. */
export interface Sound {
  readonly slices: readonly StoredSlice[];
  /** What comes behind them and can't be joined to them. */
  readonly rest: readonly StoredSlice[];
  /** Why they end before the last: see `domain/damage`. */
  readonly damage?: 'gap' | 'cut-off' | 'unreadable';
}

/** Finds the slices, or packs, that follow each other without a gap. Whoever wrote the rows, nothing in them is trusted. */
export function soundSlices(rows: readonly StoredSlice[]): Sound {
  let before: StoredSlice | undefined;
  for (const [index, row] of rows.entries()) {
    const until = (damage: Sound['damage'] & string, end = index): Sound => ({
      slices: rows.slice(0, end),
      rest: rows.slice(end),
      damage,
    });
    if (!(row.blob instanceof Blob) || !follows(before, row)) return until('gap');
    if (row.part === undefined && before?.part !== undefined) return until('unreadable');
    if (row.part !== undefined && row.blob.size < row.part.end - row.part.start) {
      const { part, ...cut } = row;
      return { ...until('cut-off', index + 1), slices: [...rows.slice(0, index), cut] };
    }
    before = row;
  }
  return { slices: rows, rest: [] };
}

/** By their bytes where both were indexed, or else by their numbers: a slice, or a draft of it, comes next. */
function follows(before: StoredSlice | undefined, row: StoredSlice): boolean {
  if (row.part !== undefined && (before === undefined || before.part !== undefined)) {
    return row.part.start === (before?.part?.end ?? 0);
  }
  return Math.ceil(row.sequence) <= Math.floor(before?.sequence ?? -1) + 1;
}
