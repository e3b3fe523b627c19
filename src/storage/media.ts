import type { MediaPiece } from '../container/media-bytes';
import { composeSeekableFile, indexBlobs } from '../container/seekable-file';
import type { Damage } from '../domain/damage';
import { formatById } from '../domain/format';
import type { Recording } from '../domain/recording';
import { damageOf } from './inspection';
import { intactSlices } from './intact-slices';
import type { SliceRow } from './slice-row';
import { readMedia } from './slices';
import { withTables } from './tables';

/** A file, and the damage to the slices that it is made of. */
export interface OpenedMedia {
  readonly file: Blob;
  readonly damage: Damage | undefined;
}

/**
 * The file of a recording: complete and seekable, made of a new header and its slices by reference, up to the first that
 * is missing or damaged. If its bytes contradict the format, it has no new header: a player may still play some of it.
 *
 * @throws DOMException if the slices can't be read
 */
export async function openMedia(recording: Recording): Promise<OpenedMedia> {
  const slices = await readMedia(recording.id);
  return { file: await compose(recording, slices), damage: await damageOf(recording, slices) };
}

async function compose(recording: Recording, rows: readonly SliceRow[]): Promise<Blob> {
  try {
    const { slices } = intactSlices(rows);
    const indexed = await piecesOf(slices);
    const { container } = formatById(recording.format);
    const pieces =
      indexed.length === slices.length
        ? indexed
        : await indexBlobs(
            container,
            slices.map(({ blob }) => blob),
          );
    return composeSeekableFile(pieces, recording.mimeType, recording.matrix);
  } catch (error) {
    // The disk failed. Any other error is about the index, and the bytes are there.
    if (error instanceof DOMException) throw error;
    return joinBlobs(rows, recording.mimeType);
  }
}

/**
 * The raw data of a recording: all of its slices, also those after a gap, without a new header. A repair tool may still
 * read it.
 *
 * @throws DOMException if the slices can't be read
 */
export async function openPieces(recording: Recording): Promise<Blob> {
  return joinBlobs(await readMedia(recording.id), recording.mimeType);
}

/**
 * The slices with their parts of the index. Those without one are left out; if the tables of any of them can't be read,
 * all are.
 */
export async function piecesOf(slices: readonly SliceRow[]): Promise<MediaPiece[]> {
  try {
    return (await withTables(slices)).flatMap(({ blob, part }) =>
      blob === undefined || part === undefined ? [] : [{ blob, part }],
    );
  } catch {
    return [];
  }
}

/** Joins the slices without a new header. */
export function joinBlobs(rows: readonly SliceRow[], type: string): Blob {
  return new Blob(
    rows.flatMap(({ blob }) => blob ?? []),
    { type },
  );
}
