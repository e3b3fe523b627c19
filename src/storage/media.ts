import { type ClipRange, composeClip } from '../container/clip-file';
import type { WriteFile } from '../container/copy-clip';
import type { MediaPiece } from '../container/media-bytes';
import { indexBlobs } from '../container/seekable-file';
import { isPart, type MediaRange } from '../domain/clip';
import type { Damage } from '../domain/damage';
import { formatById } from '../domain/format';
import type { MediaId } from '../domain/media';
import type { Recording } from '../domain/recording';
import { type FoundMedia, findMedia } from './find-media';
import { damageIn, damageOf } from './inspection';
import { intactSlices } from './intact-slices';
import { type Originals, originalsOf } from './originals';
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
 * @param write copies a file that has too many pieces; see `container/copy-clip`
 * @param onOriginals called with what can be played meanwhile, if that takes a while and there is anything
 * @throws DOMException if the slices can't be read
 * @throws ContainerError if the recording is a part, and the index of its media is damaged
 */
export async function openMedia(
  recording: Recording,
  write?: WriteFile,
  onOriginals?: (originals: Originals) => Promise<void>,
): Promise<OpenedMedia> {
  const media = await Promise.all((await findMedia(recording)).map(readFound));
  const damages = new Map<MediaId, Damage>();
  for (const each of media) {
    const damage = await damageOf(each, each.rows);
    if (damage !== undefined) damages.set(each.id, damage);
  }
  const file = await compose(recording, media, write, onOriginals);
  return { file, damage: damageIn(recording, damages) };
}

/** Media with all of its slices. */
interface ReadMedia extends FoundMedia {
  readonly rows: readonly SliceRow[];
}

async function readFound(media: FoundMedia): Promise<ReadMedia> {
  return { ...media, rows: await readMedia(media.id) };
}

async function compose(
  recording: Recording,
  media: readonly ReadMedia[],
  write: WriteFile | undefined,
  onOriginals: ((originals: Originals) => Promise<void>) | undefined,
): Promise<Blob> {
  const { mimeType } = recording;
  try {
    const ranges = await rangesOf(recording, media);
    return await composeClip(ranges, mimeType, write, async (bounds) => {
      try {
        const originals = onOriginals && (await originalsOf(ranges, bounds, mimeType));
        if (originals !== undefined) await onOriginals?.(originals);
      } catch {
        // The clip doesn't need them: its file is made all the same.
      }
    });
  } catch (error) {
    // The disk failed, or the raw data would contain what was cut out. Any other error is about the index, and the bytes
    // are there.
    if (error instanceof DOMException || isPart(recording)) throw error;
    return joinMedia(media, mimeType);
  }
}

/** A range of a clip, and what its media is made of. */
export type ReadRange = MediaRange & ClipRange;

/**
 * The ranges of a recording, with the pieces of their media.
 *
 * @throws DOMException if the slices can't be read
 */
export async function readRanges(recording: Recording): Promise<ReadRange[]> {
  return rangesOf(recording, await Promise.all((await findMedia(recording)).map(readFound)));
}

/** Ranges of the same media have the same pieces. */
async function rangesOf({ ranges }: Recording, media: readonly ReadMedia[]): Promise<ReadRange[]> {
  const read = media.map(async (each) => [each.id, { each, pieces: await indexedPieces(each) }] as const);
  const known = new Map(await Promise.all(read));
  return ranges.map((range) => {
    const { each, pieces = [] } = known.get(range.mediaId) ?? {};
    return { ...range, pieces, ...(each?.matrix === undefined ? {} : { matrix: each.matrix }) };
  });
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
