import type { ClipPiece, Stretch } from './clip-piece';
import { concat } from './concat';
import type { MediaBytes } from './media-bytes';

/**
 * Writes a file that consists of too many pieces to be composed by reference.
 *
 * @param chunks the bytes of the file, in order
 * @param length of all of them, in bytes
 */
export type WriteFile = (chunks: AsyncIterable<Uint8Array<ArrayBuffer>>, length: number) => Promise<Blob>;

/**
 * The most pieces that a file is composed of by reference, about a quarter of an hour of WebM: each costs the browser a
 * third of a millisecond, more if it is busy, and with 144,000 of them it fails.
 */
export const mostPieces = 4000;

/** The file of so many is there at once, a third of a second. */
export const fewPieces = 1000;

/** So many are still composed by reference if there is no space for a copy: it takes seconds, but no space. */
export const mostPiecesWithoutSpace = 30_000;

/** So many bytes of media are read at once. */
const windowBytes = 8 * 2 ** 20;

/** How many bytes pieces have. */
export function lengthOfPieces(pieces: readonly ClipPiece[]): number {
  return pieces.reduce((sum, piece) => sum + ('range' in piece ? piece.end - piece.start : piece.length), 0);
}

/**
 * The bytes of pieces. Neighbours are read together, with the few bytes between them: one by one, they would cost as much
 * as by reference. While a chunk is being used, the next one is read.
 *
 * @param media the bytes of each range's recording
 * @throws DOMException if they can't be read
 */
export async function* bytesOfPieces(
  whole: readonly ClipPiece[],
  media: readonly MediaBytes[],
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const windows = windowsOf(whole);
  const readNext = () => {
    const { value: window } = windows.next();
    const read = window && readWindow(window, media);
    // Nobody may want it any more.
    read?.catch(() => undefined);
    return read;
  };
  let next = readNext();
  for (let reading = next; reading !== undefined; reading = next) {
    next = readNext();
    yield await reading;
  }
}

async function readWindow(
  { pieces, range, start, end }: Window,
  media: readonly MediaBytes[],
): Promise<Uint8Array<ArrayBuffer>> {
  const [bytes = new Uint8Array()] =
    range === undefined ? [] : ((await media[range]?.read([[start, end]])) ?? []);
  return concat(
    pieces.map((piece) =>
      'range' in piece ? bytes.subarray(piece.start - start, piece.end - start) : piece,
    ),
  );
}

/** Pieces that are read together, of one recording and close to each other, and what is read for them. */
interface Window {
  readonly pieces: readonly ClipPiece[];
  /** `undefined` if all of them are new bytes. */
  readonly range: number | undefined;
  readonly start: number;
  readonly end: number;
}

/** The windows of all pieces, in order. A piece may be in several: Clusters that are taken whole are one stretch, of hours. */
function* windowsOf(whole: readonly ClipPiece[]): Generator<Window, undefined> {
  let pieces: ClipPiece[] = [];
  let stretch: Stretch | undefined;
  const take = (): Window => {
    const { range, start = 0, end = 0 } = stretch ?? {};
    const window = { pieces, range, start, end };
    pieces = [];
    stretch = undefined;
    return window;
  };
  for (const piece of whole.values()) {
    for (const part of divided(piece)) {
      if ('range' in part) {
        if (stretch !== undefined && !isNear(stretch, part)) yield take();
        stretch = { ...part, start: stretch?.start ?? part.start };
      }
      pieces.push(part);
    }
  }
  if (pieces.length > 0) yield take();
  return undefined;
}

function isNear(stretch: Stretch, part: Stretch): boolean {
  const isAfter = part.range === stretch.range && part.start >= stretch.end;
  return isAfter && part.end - stretch.start <= windowBytes;
}

/** A piece in parts that can be read at once. */
function* divided(piece: ClipPiece): Generator<ClipPiece> {
  if (!('range' in piece) || piece.end - piece.start <= windowBytes) return yield piece;
  for (let { start } = piece; start < piece.end; start += windowBytes) {
    yield { ...piece, start, end: Math.min(start + windowBytes, piece.end) };
  }
}
