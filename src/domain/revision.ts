/** The place of a value in the order in which it was written: compared number by number, from the left. */
export type Revision = readonly number[];

/** A value that replaces all of lower revisions. */
export interface Revised {
  readonly revision: Revision;
}

/** Whether the one revision is higher than the other. */
export function isNewer(one: Revision, other: Revision): boolean {
  const first = one.findIndex((number, index) => number !== other[index]);
  return (one[first] ?? 0) > (other[first] ?? 0);
}

/** The newer of two values, in whatever order they arrive; the known one if neither is newer. */
export function newest<T extends Revised>(known: T, received: T): T {
  return isNewer(received.revision, known.revision) ? received : known;
}
