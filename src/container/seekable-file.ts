import type { ColorMatrix } from '../domain/color';
import type { Container } from '../domain/format';
import { MediaBytes, type MediaPiece } from './media-bytes';
import { createMediaIndex, joinParts, type MediaIndex, type MediaPart } from './media-index';
import { makeMp4Header } from './mp4/mp4-header';
import { makeWebmHeader } from './webm/webm-header';

/**
 * Makes a complete, seekable, ordinary file of a recording, without reading or copying its media: a new header, then
 * the pieces by reference, the last one cut after its last complete block or fragment. It makes no difference whether
 * the recording was stopped or interrupted. A file that needs no new header stays what it is.
 *
 * @param pieces in order and without a gap
 * @param type of the file
 * @param matrix of the video's colors, if it was found out; what the file states of them is corrected
 * @throws ContainerError `no-media` if no block or fragment is complete
 * @throws RangeError if pieces are missing, or the size of a blob differs from the indexed one
 */
export function composeSeekableFile(pieces: readonly MediaPiece[], type: string, matrix?: ColorMatrix): Blob {
  const media = new MediaBytes(pieces, matrix);
  const { part } = media;
  if (part.header?.isWhole === true) return new Blob(media.between(0, part.end), { type });
  const header =
    part.container === 'webm' ? makeWebmHeader(part, media.matrix) : makeMp4Header(part, media.matrix);
  // No piece is in shared memory.
  const made = header.pieces as Uint8Array<ArrayBuffer>[];
  return new Blob([...made, ...media.between(header.mediaStart, header.mediaEnd)], { type });
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
