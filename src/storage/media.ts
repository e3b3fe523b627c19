import { composeSeekableFile, indexBlobs, type MediaPiece } from '../container/seekable-file';
import type { Damage } from '../domain/damage';
import { formatById } from '../domain/format';
import type { Recording } from '../domain/recording';
import { damageOf } from './inspect';
import { intactSlices } from './intact-slices';
import type { SliceRow } from './slice-row';
import { readSlices } from './slices';
import { withTables } from './tables';

/** A file, and what is wrong with the slices that it is made of. */
export interface OpenedMedia {
  readonly file: Blob;
  readonly damage: Damage | undefined;
}

/**
 * The file of a recording: complete and seekable, made of a new beginning and its slices by reference, up to the first
 * that is missing or damaged. Bytes that are not what they claim to be come as they are: a player may still make
 * something of them.
 *
 * @throws DOMException where the slices can't be read
 */
export async function openMedia(recording: Recording): Promise<OpenedMedia> {
  const slices = await readSlices(recording.id);
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
    return composeSeekableFile(pieces, recording.mimeType);
  } catch (error) {
    // That one is the disk's. Whatever else stands in the rows, the bytes are there.
    if (error instanceof DOMException) throw error;
    return joinBlobs(rows, recording.mimeType);
  }
}

/**
 * All slices of a recording as they are, one after another, also those behind a gap: a repair program may make
 * something of them.
 *
 * @throws DOMException where the slices can't be read
 */
export async function openPieces(recording: Recording): Promise<Blob> {
  return joinBlobs(await readSlices(recording.id), recording.mimeType);
}

/**
 * The slices with what was indexed of them; one that was not is left out, and all are where the tables of one can't be
 * read.
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

/** The slices one after another, without a new header: a repair tool may still make something of them. */
export function joinBlobs(rows: readonly SliceRow[], type: string): Blob {
  return new Blob(
    rows.flatMap(({ blob }) => blob ?? []),
    { type },
  );
}
