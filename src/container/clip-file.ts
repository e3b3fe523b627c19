import type { ColorMatrix } from '../domain/color';
import { FailureError } from '../domain/failure';
import type { ClipBounds, ClipPiece } from './clip-piece';
import { ContainerError } from './container-error';
import {
  bytesOfPieces,
  fewPieces,
  lengthOfPieces,
  mostPieces,
  mostPiecesWithoutSpace,
  type WriteFile,
} from './copy-clip';
import { MediaBytes, type MediaPiece } from './media-bytes';
import type { MediaPart } from './media-index';
import { joinMp4Cuts, type Mp4ClipRange } from './mp4/mp4-clip';
import { type CutTrack, cutMp4, mp4CutPoints } from './mp4/mp4-cut';
import { composeSeekableFile } from './seekable-file';
import { joinWebmCuts, type WebmClipRange } from './webm/webm-clip';
import { cutWebm, type WebmCut, webmCutPoints } from './webm/webm-cut';
import { renumber } from './webm/webm-renumber';

/**
 * A range of a recording. It begins with the last cut point up to `startMs`, or with the recording if there is none, and
 * ends before the first frame at or after `endMs`. Both have a tolerance of 0.5 ms.
 */
export interface ClipRange extends ClipBounds {
  /** All pieces of the recording, in order and without a gap. */
  readonly pieces: readonly MediaPiece[];
  /** Of the video's colors, if it was found out. */
  readonly matrix?: ColorMatrix;
}

/** Where a range really begins and ends, in ms of the finished file of its recording. */
export interface RangeBounds {
  readonly startMs: number;
  readonly endMs: number;
}

/** A range as it is in a clip. */
export interface ClipExtent extends RangeBounds {
  /** How many of the recording's bytes it takes, without a header. */
  readonly bytes: number;
}

/**
 * The times at which a clip can begin without being encoded again, in order, in ms of the finished file of the whole
 * recording: the key frames of the video, in WebM the first of each Cluster; without video, each Cluster or sample.
 *
 * @param part the joined parts of the whole recording
 * @throws ContainerError if its header is damaged
 */
export function cutPoints(part: MediaPart): Float64Array {
  return part.container === 'webm' ? webmCutPoints(part) : mp4CutPoints(part);
}

/**
 * Makes the file of a clip: complete, seekable, and starting at zero. Like the file of a recording it is a new header,
 * then the media by reference: nothing is encoded again or copied. In WebM the last Cluster of a range is read to cut it
 * at a block, and a few bytes of each Cluster in recordings that were indexed without their times.
 *
 * A range ends at `endMs`, or later if a sound that has begun lasts longer; the next one follows there. A single range
 * without bounds becomes the same file as {@link composeSeekableFile} makes.
 *
 * @param ranges in the order of the clip; they may overlap
 * @param type of the file
 * @param write copies the file if it has more than {@link mostPieces} pieces; without it, or if there is no space for a copy
 *   and the pieces aren't too many for that, it is composed by reference
 * @param onSlow called with the bounds of each range before a file of more than {@link fewPieces} pieces is made
 * @throws ContainerError `no-media` if a range has no frame; `unsupported` if the recordings can't be joined, because
 *   their containers, tracks, codecs, sizes or colors differ
 * @throws RangeError if there is no range, if pieces are missing, or the size of a blob differs from the indexed one
 * @throws DOMException if bytes can't be read
 */
export async function composeClip(
  ranges: readonly ClipRange[],
  type: string,
  write?: WriteFile,
  onSlow?: (bounds: readonly RangeBounds[]) => Promise<void>,
): Promise<Blob> {
  const [first] = ranges;
  if (first === undefined) throw new RangeError('No ranges to join');
  if (ranges.length === 1 && first.startMs === undefined && first.endMs === undefined) {
    return composeSeekableFile(first.pieces, type, first.matrix);
  }
  const known = withKnownMatrix(ranges);
  const media = mediaOf(known);
  const webm: WebmClipRange[] = [];
  const mp4: Mp4ClipRange[] = [];
  const bounds: RangeBounds[] = [];
  for (const [index, range] of known.entries()) {
    const bytes = media[index];
    if (bytes === undefined) continue;
    const { part, matrix } = bytes;
    if (part.container === 'webm') {
      const cut = await cutWebm(part, range, (places) => bytes.read(places));
      webm.push({ cut, matrix });
      bounds.push(boundsOf(cut));
    } else {
      const cut = cutMp4(part, range, index === 0);
      mp4.push({ cut, matrix });
      bounds.push(cut);
    }
  }
  if (webm.length > 0 && mp4.length > 0) {
    throw new ContainerError('unsupported', 0, 'Segment', 'recordings of two containers to be joined');
  }
  const clip = webm.length > 0 ? joinWebmCuts(webm) : joinMp4Cuts(mp4);
  let replaced = 0;
  for (const [index, { cut }] of webm.entries()) {
    const [start, bytes] = [webm[0], media[index]];
    if (start === undefined || bytes === undefined) continue;
    const numbers = await renumber(cut, start.cut, (places) => bytes.read(places));
    bytes.replace(numbers);
    replaced += numbers.length;
  }
  // No piece is in shared memory.
  const all: ClipPiece[] = [...(clip.header as Uint8Array<ArrayBuffer>[]), ...clip.media];
  const count = all.length + 2 * replaced;
  if (write !== undefined && count > mostPieces) {
    try {
      const file = await write(
        after(async () => onSlow?.(bounds), bytesOfPieces(all, media)),
        lengthOfPieces(all),
      );
      return file.slice(0, file.size, type);
    } catch (error) {
      const isFull = error instanceof FailureError && error.failure.code === 'disk-full';
      if (!isFull || count > mostPiecesWithoutSpace) throw error;
    }
  }
  if (count > fewPieces) await onSlow?.(bounds);
  const pieces = all.flatMap((piece) =>
    'range' in piece ? (media[piece.range]?.between(piece.start, piece.end) ?? []) : [piece],
  );
  return new Blob(pieces, { type });
}

/**
 * Where a range really begins and ends. In WebM its start may be shortly before its cut point: with the sound of the
 * same Cluster.
 *
 * @throws as {@link composeClip} does
 */
export async function extentOf(range: ClipRange): Promise<ClipExtent> {
  const media = new MediaBytes(range.pieces, range.matrix);
  const { part } = media;
  if (part.container === 'mp4') {
    const { startMs, endMs, tracks } = cutMp4(part, range);
    return { startMs, endMs, bytes: tracks.reduce((sum, track) => sum + bytesOfTrack(track), 0) };
  }
  const cut = await cutWebm(part, range, (places) => media.read(places));
  return { ...boundsOf(cut), bytes: bytesOfClusters(cut) };
}

function boundsOf({ header, start, end }: WebmCut): RangeBounds {
  const tickMs = header.tickNs / 1e6;
  return { startMs: start * tickMs, endMs: end * tickMs };
}

function bytesOfTrack({ timeline, from, to }: CutTrack): number {
  const { sizes } = timeline.samples;
  let bytes = 0;
  for (let sample = from; sample < to; sample++) bytes += sizes[sample] ?? 0;
  return bytes;
}

function bytesOfClusters({ clusters, first, last, gaps }: WebmCut): number {
  const leftOut = gaps.reduce((sum, [start, end]) => sum + end - start, 0);
  return (clusters.ends[last] ?? 0) - (clusters.offsets[first] ?? 0) - leftOut;
}

/**
 * The matrix of a short or pale recording is not always found out: it is that of the others, so that they can be joined.
 * Its colors hardly show which it is.
 */
function withKnownMatrix(ranges: readonly ClipRange[]): readonly ClipRange[] {
  const matrix = ranges.find((range) => range.matrix !== undefined)?.matrix;
  return matrix === undefined ? ranges : ranges.map((range) => ({ matrix, ...range }));
}

/** Chunks that are read after a task: a copy that is there already isn't written again. */
async function* after<Chunk>(task: () => Promise<void>, chunks: AsyncIterable<Chunk>): AsyncGenerator<Chunk> {
  await task();
  yield* chunks;
}

/** The bytes of each range's recording; the same for ranges of the same one. */
function mediaOf(ranges: readonly ClipRange[]): MediaBytes[] {
  const media: MediaBytes[] = [];
  for (const { pieces, matrix } of ranges) {
    const same = ranges.findIndex((range) => range.pieces === pieces && range.matrix === matrix);
    media.push(media[same] ?? new MediaBytes(pieces, matrix));
  }
  return media;
}
