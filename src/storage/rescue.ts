import { composeSeekableFile } from '../container/seekable-file';
import type { StoredSlice } from './database';
import { piecesOf } from './media';
import { readSlices } from './slices';

/**
 * The whole recording as one file: the slices on disk, and behind them those that could not be written. One that
 * reached the disk after all, though nobody heard of it, is not taken twice.
 *
 * @throws DOMException where what is on disk can't be read
 */
export async function composeRescue(held: readonly StoredSlice[], mimeType: string): Promise<Blob> {
  const first = held[0];
  if (first === undefined) return new Blob([], { type: mimeType });
  const before = first.totalBytes - first.blob.size;
  const saved = (await readSlices(first.recordingId)).filter(({ totalBytes }) => totalBytes <= before);
  for (const { blob } of saved) await blob.slice(0, 1).arrayBuffer();
  const slices = [...saved, ...held];
  const pieces = await piecesOf(slices);
  try {
    if (pieces.length === slices.length) return composeSeekableFile(pieces, mimeType).file;
  } catch {
    // As they are is better than not at all.
  }
  return new Blob(
    slices.map(({ blob }) => blob),
    { type: mimeType },
  );
}
