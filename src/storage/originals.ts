import type { ClipRange, RangeBounds } from '../container/clip-file';
import { composeSeekableFile } from '../container/seekable-file';
import type { MediaRange } from '../domain/clip';
import type { Span } from '../domain/edit';

/** What a clip can be played from before its file is made: the whole file of its media, and the clip's spans of it. */
export interface Originals {
  readonly file: Blob;
  /** In ms of the file, in order, without overlaps. */
  readonly spans: readonly Span[];
}

/**
 * The originals of a clip; `undefined` if it jumps back, or is of several media. A piece that was encoded again doesn't
 * count as one: the frames before the range that continues it are the same.
 *
 * @param bounds where each range really begins and ends, in ms of the file of its media
 * @param type of the file
 * @throws as {@link composeSeekableFile} does
 */
export async function originalsOf(
  ranges: readonly (MediaRange & ClipRange)[],
  bounds: readonly RangeBounds[],
  type: string,
): Promise<Originals | undefined> {
  const spans = spansOf(ranges, bounds);
  const [original] = ranges.filter((_, index) => !isPiece(ranges, index));
  if (spans === undefined || original === undefined) return undefined;
  return { file: await composeSeekableFile(original.pieces, type, original.matrix), spans };
}

/** In WebM, a range may begin with sound of the one before it: it begins up to that much earlier, in ms. */
const mayOverlapMs = 100;

/** Where each range is in the one medium of all of them; `undefined` if it isn't. */
export function spansOf(
  ranges: readonly MediaRange[],
  bounds: readonly RangeBounds[],
): readonly Span[] | undefined {
  const spans: Span[] = [];
  let pieceMs = 0;
  const media = new Set<string>();
  for (const [index, { mediaId }] of ranges.entries()) {
    const { startMs, endMs } = bounds[index] ?? { startMs: 0, endMs: 0 };
    if (isPiece(ranges, index)) {
      pieceMs += endMs - startMs;
      continue;
    }
    media.add(mediaId);
    const before = spans.at(-1)?.endMs ?? 0;
    const begins = startMs - pieceMs;
    if (media.size > 1 || begins < before - mayOverlapMs) return undefined;
    const start = Math.max(begins, before);
    if (start < endMs) spans.push({ startMs: start, endMs });
    pieceMs = 0;
  }
  return spans.length === 0 ? undefined : spans;
}

/** Whether a range was encoded again, and the next one continues it. */
function isPiece(ranges: readonly MediaRange[], index: number): boolean {
  const [piece, next] = [ranges[index], ranges[index + 1]];
  return next?.continues === true && next.mediaId !== piece?.mediaId;
}
