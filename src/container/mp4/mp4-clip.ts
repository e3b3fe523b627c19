import type { ColorMatrix } from '../../domain/color';
import { type ClipPiece, withoutGaps } from '../clip-piece';
import { concat } from '../concat';
import { ContainerError } from '../container-error';
import { relabelAvcRecord } from './avc';
import { childOf, readBoxes } from './mp4-boxes';
import type { CutTrack, Mp4Cut } from './mp4-cut';
import { editsOf } from './mp4-edits';
import { makeMp4Header } from './mp4-header';
import { handlerOf, movieTimescale, stsdOf, trackIdOf } from './mp4-moov';
import { type NewSets, withNewSets } from './mp4-new-sets';
import { chunkRow, joinSamples, largestDuration, type Mp4Header, type Mp4Samples } from './mp4-part';
import { canLeaveOut, comparableEntries } from './mp4-sample-entry';
import { bytesOfOthers, bytesOfSamples, takeSamples } from './mp4-subset';
import { decodedMs, type Mp4Timeline } from './mp4-timeline';

/** A range of a clip, and the matrix that the header of its recording has to state, if another one is in it. */
export interface Mp4ClipRange {
  readonly cut: Mp4Cut;
  readonly matrix: ColorMatrix | undefined;
}

/** The file of a clip: its header, then its media. */
export interface Mp4Clip {
  readonly header: readonly Uint8Array[];
  readonly media: readonly ClipPiece[];
}

/**
 * Joins ranges of recordings: a moov with their samples, then for each the bytes from its first sample to its last,
 * without samples of the recording that are not in the range. A track whose samples end before the range does holds the
 * last one until the next range begins. Parameter sets without a label for the matrix are replaced, unless the header can
 * leave them out.
 *
 * @throws ContainerError `unsupported` if the tracks of the recordings differ
 */
export function joinMp4Cuts(ranges: readonly Mp4ClipRange[]): Mp4Clip {
  const [first] = ranges;
  const header = first?.cut.part.header;
  if (first === undefined || header === undefined) throw new RangeError('No ranges to join');
  let beginMs = 0;
  const takenOf = ranges.map((range) => {
    const { cut } = range;
    const taken = cut.tracks.flatMap((track) => {
      if (track.to <= track.from) return [];
      const target = matchingTrack(first, range, track.timeline);
      return [take(track, target, beginMs - cut.startMs, header, range.matrix)];
    });
    beginMs += cut.endMs - cut.startMs;
    return taken;
  });
  const isHeaderEnough = canLeaveOut(takenOf.flat().flatMap(({ configs }) => configs));
  const media: ClipPiece[] = [];
  const samples: Mp4Samples[] = [];
  let length = 0;
  for (const [index, { cut, matrix }] of ranges.entries()) {
    const taken = takenOf[index] ?? [];
    const stated = taken.map((each) =>
      matrix === undefined || isHeaderEnough ? { samples: each, sets: [] } : withNewSets(each, matrix),
    );
    const sets = stated.flatMap((each) => each.sets);
    const places = withSets(placesOf(cut.tracks, taken), sets, length);
    samples.push(...stated.map((each) => move(each.samples, places)));
    for (const { start, end, bytes } of places) {
      media.push(bytes ?? { range: index, start, end });
      length += bytes?.length ?? end - start;
    }
  }
  const part = {
    container: 'mp4',
    start: 0,
    end: length,
    header: { ...header, mediaStart: 0 },
    samples: joinSamples(samples),
    complete: length,
  } as const;
  return { header: makeMp4Header(part, first.matrix).pieces, media };
}

/**
 * The samples of a range, with their bytes where they are, and their times in the clip.
 *
 * @param target the track of the clip
 * @param moveMs what the clip's times are ahead of those of the recording's file, in ms
 * @param header of the clip
 */
function take(
  { timeline, from, to, endMs }: CutTrack,
  target: Mp4Timeline,
  moveMs: number,
  header: Mp4Header,
  matrix: ColorMatrix | undefined,
): Mp4Samples {
  const { ticks, samples, starts, originMs } = timeline;
  const { delay, mediaTime } = editsOf(target.trak);
  // The edit list of the clip's header applies to the clip.
  const editMs = (1000 * delay) / timescaleOf(header);
  const atMs = decodedMs(timeline, from) + moveMs - editMs;
  const end = Math.round(((endMs - originMs) * ticks) / 1000);
  const taken = takeSamples(samples, starts, {
    from,
    to,
    track: trackIdOf(target.trak),
    time: Math.round(mediaTime + (atMs * ticks) / 1000),
    lastDuration: Math.min(Math.max(0, end - (starts[to - 1] ?? 0)), largestDuration),
  });
  if (matrix === undefined) return taken;
  const configs = taken.configs.map((config) => ({
    ...config,
    record: relabelAvcRecord(config.record, matrix),
  }));
  return { ...taken, configs };
}

function timescaleOf({ moov, moovStart }: Mp4Header): number {
  const [box] = readBoxes(moov, moovStart);
  return box === undefined ? 1 : movieTimescale(childOf(box, 'mvhd'));
}

/** The bytes of a range in the recording, in order. */
function placesOf(
  tracks: readonly CutTrack[],
  taken: readonly Mp4Samples[],
): readonly (readonly [start: number, end: number])[] {
  const bounds = taken.map(bytesOfSamples);
  const start = Math.min(...bounds.map(([each]) => each));
  const end = Math.max(...bounds.map(([, each]) => each));
  const gaps = tracks.flatMap((track) => bytesOfOthers(track.timeline.samples, track, [start, end]));
  gaps.sort(([one], [other]) => one - other);
  return withoutGaps(start, end, gaps);
}

/** Bytes of a recording that are in the clip, or what is there instead of them. */
interface ClipPlace {
  readonly start: number;
  readonly end: number;
  /** Where it begins in the media of the clip. */
  readonly at: number;
  readonly bytes?: Uint8Array<ArrayBuffer>;
}

/** The places, in order, in which these parameter sets replace others; they begin at `from` in the media of the clip. */
function withSets(
  places: readonly (readonly [start: number, end: number])[],
  sets: readonly NewSets[],
  from: number,
): ClipPlace[] {
  const gaps = sets.map(({ offset, end }) => [offset, end] as const).sort(([one], [other]) => one - other);
  const kept = places.flatMap(([start, end]) => withoutGaps(start, end, gaps));
  const all: Omit<ClipPlace, 'at'>[] = [
    ...kept.map(([start, end]) => ({ start, end })),
    ...sets.map(({ offset, end, bytes }) => ({ start: offset, end, bytes })),
  ];
  let next = from;
  return all
    .sort((one, other) => one.start - other.start)
    .map((place) => {
      const at = next;
      next += place.bytes?.length ?? place.end - place.start;
      return { ...place, at };
    });
}

/** Samples with their bytes in the media of the clip. */
function move(samples: Mp4Samples, places: readonly ClipPlace[]): Mp4Samples {
  const chunks = samples.chunks.slice();
  for (let row = 0; row < chunks.length; row += chunkRow.length) {
    const offset = chunks[row + chunkRow.offset] ?? 0;
    const place = firstThatEnds(places, offset);
    if (place === undefined || offset < place.start)
      throw new ContainerError('malformed', offset, 'trun', 'samples that overlap');
    chunks[row + chunkRow.offset] = place.at + offset - place.start;
  }
  return { ...samples, chunks };
}

/** The first of the places that ends at the offset or after it. */
function firstThatEnds(places: readonly ClipPlace[], offset: number): ClipPlace | undefined {
  let from = 0;
  let to = places.length;
  while (from < to) {
    const middle = Math.floor((from + to) / 2);
    if ((places[middle]?.end ?? offset) < offset) from = middle + 1;
    else to = middle;
  }
  return places[from];
}

/** Whether both are of one recording, or one is a piece of it that was encoded again. */
function hasSameHeader(one: Mp4ClipRange, other: Mp4ClipRange): boolean {
  const [moov, otherMoov] = [one.cut.part.header?.moov, other.cut.part.header?.moov];
  return one.matrix === other.matrix && moov !== undefined && moov.join() === otherMoov?.join();
}

/** The track of the clip, which is that of its first range, for a track of another one. */
function matchingTrack(first: Mp4ClipRange, range: Mp4ClipRange, track: Mp4Timeline): Mp4Timeline {
  if (hasSameHeader(range, first)) return track;
  const handler = handlerOf(track.trak);
  const tracks = (one: Mp4ClipRange) =>
    one.cut.tracks.map(({ timeline }) => timeline).filter(({ trak }) => handlerOf(trak) === handler);
  const own = tracks(range).findIndex(({ trak }) => trackIdOf(trak) === trackIdOf(track.trak));
  const target = tracks(first)[own];
  const refuse = (detail: string) =>
    new ContainerError('unsupported', track.trak.offset, 'trak', `${detail} in recordings to be joined`);
  if (target === undefined || first.cut.tracks.length !== range.cut.tracks.length) {
    throw refuse('different tracks');
  }
  if (target.ticks !== track.ticks) throw refuse('different timescales');
  const entries = (trak: typeof track.trak, matrix: ColorMatrix | undefined) =>
    concat(comparableEntries(stsdOf(trak), matrix)).join();
  if (entries(target.trak, first.matrix) !== entries(track.trak, range.matrix)) {
    throw refuse('different codecs, sizes or colors');
  }
  return target;
}
