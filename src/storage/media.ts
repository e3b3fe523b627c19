import { composeSeekableFile, indexBlobs, type MediaPiece } from '../container/seekable-file';
import { hasBounds, isPart, type MediaRange } from '../domain/clip';
import type { ColourMatrix } from '../domain/colour';
import type { Damage } from '../domain/damage';
import { FailureError } from '../domain/failure';
import { formatById } from '../domain/format';
import type { Recording } from '../domain/recording';
import { type FoundMedia, findMedia } from './find-media';
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
 * @throws FailureError `unexpected` if the recording is a part
 */
export async function openMedia(recording: Recording): Promise<OpenedMedia> {
  const media = await Promise.all((await findMedia(recording)).map(readFound));
  const damages = await Promise.all(media.map((each) => damageOf(each, each.rows)));
  return {
    file: await compose(recording, media),
    damage: damages.find((damage) => damage !== undefined),
  };
}

/** Media with all of its slices. */
interface ReadMedia extends FoundMedia {
  readonly rows: readonly SliceRow[];
}

async function readFound(media: FoundMedia): Promise<ReadMedia> {
  return { ...media, rows: await readMedia(media.id) };
}

async function compose(recording: Recording, media: readonly ReadMedia[]): Promise<Blob> {
  const { ranges, mimeType } = recording;
  try {
    const composed = media.map(async (each) => [each.id, await indexedPieces(each)] as const);
    const pieces = new Map(await Promise.all(composed));
    const ofClip = ranges.map(({ mediaId, ...bounds }) => {
      const matrix = media.find(({ id }) => id === mediaId)?.matrix;
      return { ...bounds, pieces: pieces.get(mediaId) ?? [], ...(matrix === undefined ? {} : { matrix }) };
    });
    return composeRanges(ofClip, mimeType);
  } catch (error) {
    // The disk failed, or the raw data would contain what was cut out. Any other error is about the index, and the bytes
    // are there.
    if (error instanceof DOMException || isPart(recording)) throw error;
    return joinMedia(media, mimeType);
  }
}

/** The slices of media up to the first that is missing or damaged, indexed again if necessary. */
async function indexedPieces({ format, rows }: ReadMedia): Promise<MediaPiece[]> {
  const { slices } = intactSlices(rows);
  const indexed = await piecesOf(slices);
  if (indexed.length === slices.length) return indexed;
  return indexBlobs(
    formatById(format).container,
    slices.map(({ blob }) => blob),
  );
}

/** A range of a clip, with what its media is made of. */
interface ComposedRange extends Omit<MediaRange, 'mediaId'> {
  readonly pieces: readonly MediaPiece[];
  readonly matrix?: ColourMatrix;
}

/** So far, only of all of some media: the container can't compose parts yet. */
function composeRanges(ranges: readonly ComposedRange[], type: string): Blob {
  const [whole, ...others] = ranges;
  if (whole === undefined || others.length > 0 || hasBounds(whole)) {
    throw new FailureError('unexpected', 'A part of media can’t be opened');
  }
  return composeSeekableFile(whole.pieces, type, whole.matrix);
}

/**
 * The raw data of the media of a recording: all of its slices, also those after a gap, without a new header. A repair
 * tool may still read it.
 *
 * @throws DOMException if the slices can't be read
 */
export async function openPieces(recording: Recording): Promise<Blob> {
  return joinMedia(await Promise.all((await findMedia(recording)).map(readFound)), recording.mimeType);
}

function joinMedia(media: readonly ReadMedia[], type: string): Blob {
  return joinBlobs(
    media.flatMap(({ rows }) => rows),
    type,
  );
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
