import type { ColorMatrix } from '../domain/color';
import { onceFor } from '../domain/once-for';
import type { NewBytes } from './clip-piece';
import { isLabelled, relabelled } from './color-label';
import { joinParts, type MediaPart } from './media-index';

/** A slice or a pack, and its part of the index. */
export interface MediaPiece {
  readonly blob: Blob;
  readonly part: MediaPart;
}

/**
 * The joined parts of pieces in order, once for the same array: a cut asks for them several times, and those of many hours
 * are long.
 *
 * @throws RangeError if there are none, or if there is a gap between them
 */
export const joinedPart = onceFor((pieces: readonly MediaPiece[]) =>
  joinParts(pieces.map(({ part }) => part)),
);

/** The bytes of a recording, by reference, but for a few that are replaced: the labels of the colors, for one. Offsets are in bytes from its start. */
export class MediaBytes {
  /** The joined parts of the whole recording. */
  readonly part: MediaPart;
  /** The matrix that the header has to state, if what the recorder wrote is wrong or missing. */
  readonly matrix: ColorMatrix | undefined;
  readonly #pieces: readonly MediaPiece[];
  /** In order. */
  #replaced: readonly NewBytes[];

  /**
   * @param pieces in order and without a gap
   * @param matrix of the video's colors, if it was found out
   * @throws RangeError if pieces are missing, or the size of a blob differs from the indexed one
   */
  constructor(pieces: readonly MediaPiece[], matrix?: ColorMatrix) {
    for (const { blob, part } of pieces) {
      if (blob.size !== part.end - part.start) {
        throw new RangeError(`A blob of ${blob.size} bytes can't be those from ${part.start} to ${part.end}`);
      }
    }
    this.part = joinedPart(pieces);
    const { start, labels } = this.part;
    if (start !== 0) throw new RangeError(`The recording's first ${start} bytes are missing`);
    // What the key frames state, the header states too. VP8 has only the header.
    const isStated = matrix === 'bt709' && labels !== undefined && isLabelled(labels, matrix);
    this.matrix = isStated ? undefined : matrix;
    this.#pieces = pieces;
    this.#replaced =
      this.matrix === undefined || labels === undefined ? [] : [...relabelled(labels, this.matrix)];
  }

  /** Replaces more bytes. What was replaced there before stays. */
  replace(bytes: readonly NewBytes[]): void {
    const known = new Set(this.#replaced.map(({ offset }) => offset));
    const added = bytes.filter(({ offset }) => !known.has(offset));
    this.#replaced = [...this.#replaced, ...added].sort((one, two) => one.offset - two.offset);
  }

  /** The bytes from `start` to `end`: only the first and last piece are sliced. */
  between(start: number, end: number): BlobPart[] {
    const parts: BlobPart[] = [];
    let at = start;
    for (const { offset, bytes } of this.#replacedIn(start, end)) {
      this.#slice(at, offset, parts);
      parts.push(bytes);
      at = offset + bytes.length;
    }
    this.#slice(at, end, parts);
    return parts;
  }

  /**
   * Reads several ranges of the bytes, all at once: one by one would take many times as long.
   *
   * @throws DOMException if they can't be read
   */
  async read(ranges: readonly (readonly [start: number, end: number])[]): Promise<Uint8Array[]> {
    const parts: BlobPart[] = [];
    for (const [start, end] of ranges) this.#slice(start, end, parts);
    const all = new Uint8Array(await new Blob(parts).arrayBuffer());
    let at = 0;
    return ranges.map(([start, end]) => {
      const read = all.subarray(at, at + end - start);
      at += end - start;
      for (const { offset, bytes } of this.#replacedAround(start, end)) {
        read.set(bytes.subarray(Math.max(start - offset, 0), end - offset), Math.max(offset - start, 0));
      }
      return read;
    });
  }

  /** Also what is only partly between `start` and `end`. */
  *#replacedAround(start: number, end: number): Generator<NewBytes> {
    const isAfter = ({ offset, bytes }: NewBytes) => offset + bytes.length > start;
    for (let next = firstIndex(this.#replaced, isAfter); ; next++) {
      const one = this.#replaced[next];
      if (one === undefined || one.offset >= end) return;
      yield one;
    }
  }

  *#replacedIn(start: number, end: number): Generator<NewBytes> {
    for (let next = firstIndex(this.#replaced, ({ offset }) => offset >= start); ; next++) {
      const one = this.#replaced[next];
      // The last block may not be complete.
      if (one === undefined || one.offset + one.bytes.length > end) return;
      yield one;
    }
  }

  #slice(start: number, end: number, parts: BlobPart[]): void {
    for (let next = firstIndex(this.#pieces, ({ part }) => part.end > start); ; next++) {
      const piece = this.#pieces[next];
      if (piece === undefined || piece.part.start >= end) return;
      const { blob, part } = piece;
      const isWhole = part.start >= start && part.end <= end;
      parts.push(
        isWhole ? blob : blob.slice(Math.max(start - part.start, 0), Math.min(end, part.end) - part.start),
      );
    }
  }
}

/** The index of the first item that is `late`, as all after it are. */
function firstIndex<Item>(items: readonly Item[], late: (item: Item) => boolean): number {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const item = items[middle];
    if (item !== undefined && !late(item)) low = middle + 1;
    else high = middle;
  }
  return low;
}
