import type { ColourMatrix } from '../domain/colour';
import type { Container } from '../domain/format';
import { isLabelled, type LabelTable, relabelled } from './colour-label';
import { createMediaIndex, joinParts, type MediaIndex, type MediaPart } from './media-index';
import { makeMp4Header } from './mp4/mp4-header';
import { makeWebmHeader } from './webm/webm-header';

/** A slice or a pack, and its part of the index. */
export interface MediaPiece {
  readonly blob: Blob;
  readonly part: MediaPart;
}

/**
 * Makes a complete, seekable, ordinary file of a recording, without reading or copying its media: a new header, then
 * the pieces by reference, the last one cut after its last complete block or fragment. It makes no difference whether
 * the recording was stopped or interrupted.
 *
 * @param pieces in order and without a gap
 * @param type of the file
 * @param matrix of the video's colors, if it was found out; what the file states of them is corrected
 * @throws ContainerError `no-media` if no block or fragment is complete
 * @throws RangeError if pieces are missing, or the size of a blob differs from the indexed one
 */
export function composeSeekableFile(
  pieces: readonly MediaPiece[],
  type: string,
  matrix?: ColourMatrix,
): Blob {
  for (const { blob, part } of pieces) {
    if (blob.size !== part.end - part.start) {
      throw new RangeError(`A blob of ${blob.size} bytes can't be those from ${part.start} to ${part.end}`);
    }
  }
  const part = joinParts(pieces.map((piece) => piece.part));
  if (part.start !== 0) throw new RangeError(`The recording's first ${part.start} bytes are missing`);
  // BT.709 is what Chromium states of a tab, whatever it is.
  const wrong = matrix === 'bt709' && isLabelled(part.labels, matrix) ? undefined : matrix;
  const header = part.container === 'webm' ? makeWebmHeader(part, wrong) : makeMp4Header(part, wrong);
  const { mediaStart, mediaEnd } = header;
  const media =
    wrong === undefined ? cut(pieces, mediaStart, mediaEnd) : relabel(pieces, header, part.labels, wrong);
  // No piece is in shared memory.
  return new Blob([...(header.pieces as Uint8Array<ArrayBuffer>[]), ...media], { type });
}

/** The pieces from `start` to `end`, in bytes from the start of the recording; only the first and last are sliced. */
function cut(pieces: readonly MediaPiece[], start: number, end: number): Blob[] {
  return pieces.flatMap(({ blob, part }) => {
    if (part.end <= start || part.start >= end) return [];
    if (part.start >= start && part.end <= end) return [blob];
    return [blob.slice(Math.max(start - part.start, 0), Math.min(end, part.end) - part.start)];
  });
}

/** The media with that matrix in its labels: the pieces between them by reference. */
function relabel(
  pieces: readonly MediaPiece[],
  { mediaStart, mediaEnd }: { readonly mediaStart: number; readonly mediaEnd: number },
  labels: LabelTable = new Float64Array(),
  matrix: ColourMatrix,
): BlobPart[] {
  const media: BlobPart[] = [];
  let at = mediaStart;
  let first = 0;
  const takeUpTo = (end: number) => {
    while ((pieces[first]?.part.end ?? end) <= at && first < pieces.length) first += 1;
    let last = first;
    while ((pieces[last]?.part.start ?? end) < end) last += 1;
    media.push(...cut(pieces.slice(first, last), at, end));
    at = end;
  };
  for (const { offset, bytes } of relabelled(labels, matrix)) {
    // The last block may not be complete.
    if (offset < at || offset + bytes.length > mediaEnd) continue;
    takeUpTo(offset);
    media.push(bytes);
    at += bytes.length;
  }
  takeUpTo(mediaEnd);
  return media;
}

const readSize = 2 ** 20;

/**
 * Reads the next slice of a recording into its index, 1 MiB at a time.
 *
 * @throws ContainerError if the bytes contradict the format
 */
export async function indexBlob(index: MediaIndex, blob: Blob): Promise<MediaPart> {
  const read: MediaPart[] = [];
  for (let at = 0; at < blob.size || read.length === 0; at += readSize) {
    read.push(index.push(new Uint8Array(await blob.slice(at, at + readSize).arrayBuffer())));
  }
  return joinParts(read);
}

/**
 * Indexes a whole recording that was stored without its index, up to the first blob that can't be read or contradicts
 * the format.
 */
export async function indexBlobs(container: Container, blobs: readonly Blob[]): Promise<MediaPiece[]> {
  const index = createMediaIndex(container);
  const pieces: MediaPiece[] = [];
  for (const blob of blobs) {
    try {
      pieces.push({ blob, part: await indexBlob(index, blob) });
    } catch {
      break;
    }
  }
  return pieces;
}
