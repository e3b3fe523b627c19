import type { ColorMatrix } from '../../domain/color';
import { type ClipPiece, type Stretch, withoutGaps } from '../clip-piece';
import { ContainerError } from '../container-error';
import { makeClusterHeader, newHeaderLength, newTimestampLength } from './webm-cluster';
import type { WebmCut } from './webm-cut';
import { makeWebmHeader } from './webm-header';
import { cueRow, type WebmHeader, type WebmPart } from './webm-part';
import { comparableTracks, labelTracks, type NewNumbers, newNumbers } from './webm-tracks';

/** A range of a clip, and the matrix that the header of its recording has to state, if another one is in it. */
export interface WebmClipRange {
  readonly cut: WebmCut;
  readonly matrix: ColorMatrix | undefined;
}

/** The file of a clip: its header, then its media. */
export interface WebmClip {
  readonly header: readonly Uint8Array[];
  readonly media: readonly ClipPiece[];
}

/**
 * Joins ranges of recordings. Each Cluster gets a new header, with its size and its new time, and keeps its blocks, whose
 * times count from there. A Cluster of known size whose time stays is taken whole.
 *
 * @throws ContainerError `unsupported` if the tracks of the recordings differ
 */
export function joinWebmCuts(ranges: readonly WebmClipRange[]): WebmClip {
  const [first] = ranges;
  if (first === undefined) throw new RangeError('No ranges to join');
  const { header } = first.cut;
  const media = new ClipMedia();
  for (const [index, range] of ranges.entries()) {
    if (index > 0) checkJoinable(first, range);
    media.add(range.cut, index);
  }
  const { duration: _, ...fields } = header;
  const part = media.finish({ ...fields, mediaStart: 0 });
  return { header: makeWebmHeader(part, first.matrix).pieces, media: media.pieces };
}

/** The media of a clip and its index. Offsets count from the clip's first Cluster, times from its beginning, in ticks. */
class ClipMedia {
  readonly pieces: ClipPiece[] = [];
  readonly #clusters: number[] = [];
  readonly #cues: number[] = [];
  /** In bytes. */
  #length = 0;
  #end = 0;

  /** Adds a range. @param range its index */
  add({ part, clusters, first, last, start, end, continues, gaps }: WebmCut, range: number): void {
    const begins = Math.ceil(this.#end);
    let cue = 0;
    for (let index = first; index <= last; index++) {
      const offset = clusters.offsets[index] ?? 0;
      const data = clusters.data[index] ?? 0;
      const body = clusters.bodies[index] ?? 0;
      const clusterEnd = clusters.ends[index] ?? 0;
      const kept = withoutGaps(body, clusterEnd, gaps);
      if (kept.length === 0) continue;
      const time = clusters.times[index] ?? 0;
      // Times that step back to before the range would be negative.
      const isOpening = continues && index === first;
      const since = isOpening
        ? time - start
        : Math.max(time - start, time - (clusters.earliest[index] ?? time));
      const newTime = Math.max(begins + since, 0);
      const size = kept.reduce((sum, [from, to]) => sum + to - from, 0);
      const isWhole = newTime === time && clusters.sized[index] === 1 && size === clusterEnd - body;

      while ((part.cues[cue + cueRow.cluster] ?? Number.POSITIVE_INFINITY) < offset) cue += cueRow.length;
      if (part.cues[cue + cueRow.cluster] === offset) {
        const position = part.cues[cue + cueRow.position] ?? 0;
        const newPosition = isWhole ? position : keptBefore(kept, data + position);
        const keyTime = (part.cues[cue + cueRow.time] ?? 0) + newTime - time;
        if (newPosition !== undefined) this.#cues.push(keyTime, this.#length, newPosition);
      }
      if (isWhole) {
        this.#open(data - offset, clusterEnd - data);
        this.#take({ range, start: offset, end: clusterEnd });
      } else {
        this.#open(newHeaderLength, newTimestampLength + size);
        this.#push(makeClusterHeader(newTime, size));
        for (const [from, to] of kept) this.#take({ range, start: from, end: to });
      }
    }
    this.#end = begins + end - start;
  }

  /** The index, as that of a recording with this header. */
  finish(header: WebmHeader): WebmPart {
    return {
      container: 'webm',
      start: 0,
      end: this.#length,
      header,
      clusters: Float64Array.from(this.#clusters),
      cues: Float64Array.from(this.#cues),
      complete: this.#length,
      times: Float64Array.of(header.cueTrack, this.#end, 0),
    };
  }

  /** Begins a Cluster, whose bytes follow. */
  #open(headerLength: number, data: number): void {
    this.#clusters.push(this.#length, headerLength, this.#length + headerLength + data, 1);
  }

  #push(bytes: Uint8Array<ArrayBuffer>): void {
    this.pieces.push(bytes);
    this.#length += bytes.length;
  }

  /** Adds bytes of a recording, to those before them if they are adjacent. */
  #take(stretch: Stretch): void {
    this.#length += stretch.end - stretch.start;
    const before = this.pieces.at(-1);
    const isAdjacent =
      before !== undefined &&
      'range' in before &&
      before.range === stretch.range &&
      before.end === stretch.start;
    if (isAdjacent) this.pieces.splice(-1, 1, { ...before, end: stretch.end });
    else this.pieces.push(stretch);
  }
}

/** The position in the data of a new Cluster of what is at that offset; `undefined` if it isn't kept. */
function keptBefore(kept: readonly (readonly [number, number])[], offset: number): number | undefined {
  let before = newTimestampLength;
  for (const [start, end] of kept) {
    if (offset >= start && offset < end) return before + offset - start;
    before += end - start;
  }
  return undefined;
}

/** Whether a recording can follow the first one. @throws ContainerError if not */
function checkJoinable(first: WebmClipRange, other: WebmClipRange): void {
  const [one, two] = [first.cut.header, other.cut.header];
  if (one === two && first.matrix === other.matrix) return;
  const refuse = (element: string, detail: string) =>
    new ContainerError('unsupported', 0, element, `${detail} in recordings to be joined`);
  if (one.tickNs !== two.tickNs) throw refuse('TimestampScale', 'different ticks');
  const same = tracksOf(first).join() === tracksOf(other, newNumbers(two.tracks, one.tracks)).join();
  if (!same) throw refuse('Tracks', 'different tracks, codecs, sizes or colors');
}

function tracksOf({ cut, matrix }: WebmClipRange, numbers: NewNumbers = new Map()): Uint8Array {
  const { tracks, cueTrack } = cut.header;
  return comparableTracks(labelTracks(tracks, cueTrack, matrix), numbers);
}
