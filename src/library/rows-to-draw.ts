/** So many rows are added in one frame at most: with a whole window of them, a task would keep the recorder waiting. */
export const mostAdded = 3;

/** A row that is to be drawn. */
export interface WantedRow {
  readonly key: string;
  /** Whether it is in sight; the others may wait. */
  readonly isUrgent: boolean;
}

/**
 * Those of the wanted rows that are drawn now: at first all, then those that were there before, and a few more.
 *
 * @param before the keys of the rows that were there before; `undefined` until any was
 * @param most how many may still be added in this frame
 */
export function rowsToDraw<Row extends WantedRow>(
  wanted: readonly Row[],
  before: ReadonlySet<string> | undefined,
  most: number,
): readonly Row[] {
  if (before === undefined) return wanted;
  const isNew = ({ key }: Row) => !before.has(key);
  const added = wanted.filter(isNew).sort((one, two) => Number(two.isUrgent) - Number(one.isUrgent));
  const later = new Set(added.slice(most));
  return wanted.filter((row) => !later.has(row));
}
