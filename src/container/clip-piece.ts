/** Bytes of one of a clip's recordings, by reference, from `start` to `end`. */
export interface Stretch {
  /** The index of the clip's range. */
  readonly range: number;
  readonly start: number;
  readonly end: number;
}

/** A few bytes that replace those at that offset of a recording. */
export interface NewBytes {
  readonly offset: number;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** A piece of a clip's media: new bytes, or bytes of a recording. */
export type ClipPiece = Uint8Array<ArrayBuffer> | Stretch;

/** Where a range of a clip begins and ends, in ms of the finished file of its recording. */
export interface ClipBounds {
  /** Absent: at the beginning. */
  readonly startMs?: number;
  /** Absent: at the end. */
  readonly endMs?: number;
  /** Whether the range before it ends at `startMs`: then it begins exactly there, also with its sound. */
  readonly continues?: true;
}

/** Bounds this close, in ms, to the time of a frame are meant to be that time: players round it. */
export const boundTolerance = 0.5;

/** Reads ranges of a recording's bytes. */
export type ReadBytes = (
  ranges: readonly (readonly [start: number, end: number])[],
) => Promise<readonly Uint8Array[]>;

/** What is left of the bytes from `start` to `end` without the `gaps`, which are in order and may overlap. */
export function withoutGaps(
  start: number,
  end: number,
  gaps: readonly (readonly [start: number, end: number])[],
): [start: number, end: number][] {
  const left: [number, number][] = [];
  let at = start;
  for (const [from, to] of gaps) {
    if (to <= at || from >= end) continue;
    if (from > at) left.push([at, from]);
    at = to;
  }
  if (at < end) left.push([at, end]);
  return left;
}
