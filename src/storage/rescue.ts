import { composeSeekableFile } from '../container/seekable-file';
import type { ColorMatrix } from '../domain/color';
import { joinBlobs, piecesOf } from './media';
import type { StoredSlice } from './schema';
import { readMedia } from './slices';

/**
 * The whole recording as one file: the slices on disk, then those that could not be written. A slice that reached the
 * disk although its write was reported as failed is used once.
 *
 * @param unsaved the slices in memory, in order
 * @param matrix of the video's colors, if it was found out
 * @throws DOMException if the slices on disk can't be read
 */
export async function composeRescue(
  unsaved: readonly StoredSlice[],
  mimeType: string,
  matrix?: ColorMatrix,
): Promise<Blob> {
  const first = unsaved[0];
  if (first === undefined) return new Blob([], { type: mimeType });
  const before = first.totalBytes - first.blob.size;
  const saved = (await readMedia(first.recordingId)).filter(({ totalBytes }) => totalBytes <= before);
  for (const { blob } of saved) await blob?.slice(0, 1).arrayBuffer();
  const slices = [...saved, ...unsaved];
  const pieces = await piecesOf(slices);
  try {
    if (pieces.length === slices.length) return composeSeekableFile(pieces, mimeType, matrix);
  } catch {
    // A file that may not seek is better than none.
  }
  return joinBlobs(slices, mimeType);
}
