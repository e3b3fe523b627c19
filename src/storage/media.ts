import { ContainerError } from '../container/container-error';
import type { MediaPart } from '../container/media-index';
import { composeSeekableFile, indexBlobs } from '../container/seekable-file';
import { formatById } from '../domain/format';
import type { Recording } from '../domain/recording';
import type { StoredSlice } from './database';
import { readSlices } from './slices';

/**
 * The file of a recording: complete and seekable, made of a new beginning and its slices by reference. Bytes that
 * are not what they claim to be come as they are: a player may still make something of them.
 *
 * @throws DOMException where the slices can't be read
 */
export async function openMedia(recording: Recording): Promise<Blob> {
  const slices = await readSlices(recording.id);
  try {
    const parts = await partsOf(recording, slices);
    const pieces = slices.flatMap(({ blob }, index) => {
      const part = parts[index];
      return part === undefined ? [] : [{ blob, part }];
    });
    return composeSeekableFile(pieces, recording.mimeType).file;
  } catch (error) {
    if (!(error instanceof ContainerError || error instanceof RangeError)) throw error;
    return new Blob(
      slices.map(({ blob }) => blob),
      { type: recording.mimeType },
    );
  }
}

/** What was stored with the slices, or where one lacks it, all of it anew. */
async function partsOf(recording: Recording, slices: readonly StoredSlice[]): Promise<readonly MediaPart[]> {
  const stored = slices.flatMap(({ part }) => (part === undefined ? [] : [part]));
  if (stored.length === slices.length) return stored;
  const { container } = formatById(recording.format);
  return indexBlobs(
    container,
    slices.map(({ blob }) => blob),
  );
}
