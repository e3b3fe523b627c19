import type { Container } from '../domain/format';
import { createMediaIndex, joinParts, type MediaIndex, type MediaPart } from './media-index';
import { makeMp4Beginning } from './mp4/mp4-header';
import { makeWebmBeginning } from './webm/webm-header';

/** A slice, or a pack of them, and what the index says of it. */
export interface MediaPiece {
  readonly blob: Blob;
  readonly part: MediaPart;
}

/** A finished recording. */
export interface SeekableFile {
  /** The file: a new beginning, and the media by reference. */
  readonly file: Blob;
  readonly durationMs: number;
}

/**
 * Makes a complete, seekable, ordinary file of a recording, without reading or copying its media: a
 * new beginning, then the pieces by reference, the last one cut where the last complete block or
 * fragment ends. The same for a recording that was stopped and one that was interrupted.
 *
 * @param pieces in order and without a gap
 * @param type of the file
 * @throws ContainerError `no-media` where there is nothing complete in it
 * @throws RangeError where pieces are missing, or a blob has not the size that was indexed
 */
export function composeSeekableFile(pieces: readonly MediaPiece[], type: string): SeekableFile {
  for (const { blob, part } of pieces) {
    if (blob.size !== part.end - part.start) {
      throw new RangeError(`A blob of ${blob.size} bytes can't be those from ${part.start} to ${part.end}`);
    }
  }
  const part = joinParts(pieces.map((piece) => piece.part));
  if (part.start !== 0) throw new RangeError(`The recording's first ${part.start} bytes are missing`);
  const beginning = part.container === 'webm' ? makeWebmBeginning(part) : makeMp4Beginning(part);
  const media = cut(pieces, beginning.mediaStart, beginning.mediaEnd);
  // None of them lies in memory that is shared.
  const head = beginning.pieces as Uint8Array<ArrayBuffer>[];
  return { file: new Blob([...head, ...media], { type }), durationMs: beginning.durationMs };
}

/** The pieces from `start` to `end`, in bytes from the start of the recording; whole ones as they are. */
function cut(pieces: readonly MediaPiece[], start: number, end: number): Blob[] {
  return pieces.flatMap(({ blob, part }) => {
    if (part.end <= start || part.start >= end) return [];
    if (part.start >= start && part.end <= end) return [blob];
    return [blob.slice(Math.max(start - part.start, 0), Math.min(end, part.end) - part.start)];
  });
}

const readSize = 2 ** 20;

/**
 * Reads the next slice of a recording into its index, 1 MiB at a time.
 *
 * @throws ContainerError where the bytes aren't what they claim
 */
export async function indexBlob(index: MediaIndex, blob: Blob): Promise<MediaPart> {
  const read: MediaPart[] = [];
  for (let at = 0; at < blob.size || read.length === 0; at += readSize) {
    read.push(index.push(new Uint8Array(await blob.slice(at, at + readSize).arrayBuffer())));
  }
  return joinParts(read);
}

/**
 * Indexes a whole recording that was stored without its index, up to the first blob that can't be read or isn't what
 * it claims.
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
