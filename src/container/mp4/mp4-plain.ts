import { ContainerError } from '../container-error';
import {
  type Box,
  BoxReader,
  box,
  childOf,
  childrenOf,
  fullBox,
  type Rope,
  readBoxes,
  words,
} from './mp4-boxes';
import { editsOf, listEdits } from './mp4-edits';
import {
  boxesOfVisualEntry,
  mediaTimescale,
  movieTimescale,
  sampleEntriesOf,
  stsdOf,
  trackIdOf,
} from './mp4-moov';
import type { AvcConfig, Mp4Samples } from './mp4-part';
import { timeToSample } from './mp4-tables';

/** More samples than any recording of video and compressed sound has: 10 hours at 60 fps have half as many. */
const mostSamples = 2 ** 22;

/**
 * Reads the sample tables of an ordinary MP4 (ISO/IEC 14496-12, sections 8.6 and 8.7), or of a fragmented one that begins with
 * samples. Tracks without samples are left out.
 *
 * @param moov the whole box
 * @throws {@link ContainerError} if the tables are damaged, or can't be represented here
 */
export function readSampleTables(moov: Box): Mp4Samples[] {
  let left = mostSamples;
  return traksOf(moov).flatMap((trak) => {
    const samples = readTrak(trak, left);
    left -= samples.sizes.length;
    return samples.sizes.length === 0 ? [] : [samples];
  });
}

/** The movie as that of a fragmented file: without samples, and with the defaults for fragments (section 8.8.3). */
export function withoutTables(moov: Box): Rope {
  const within =
    (path: readonly string[]) =>
    (child: Box): readonly Uint8Array[] => {
      const [type, ...rest] = path;
      if (child.type === 'mvex' && type === 'trak') return [];
      if (child.type !== type) return [child.bytes];
      return rest.length === 0
        ? box(child.type, childOf(child, 'stsd').bytes)
        : box(child.type, ...[...childrenOf(child)].map(within(rest)));
    };
  const trex = traksOf(moov).map((trak) => fullBox('trex', 0, 0, words(trackIdOf(trak), 1, 0, 0, 0)));
  const tracks = [...childrenOf(moov)].map(within(['trak', 'mdia', 'minf', 'stbl']));
  return box('moov', ...tracks, box('mvex', ...trex));
}

/** Whether the movie has fragments. */
export function hasFragments(moov: Box): boolean {
  return [...childrenOf(moov)].some(({ type }) => type === 'mvex');
}

/** Stated and measured, in ms. */
export interface PlainDuration {
  /** 0: not stated. */
  readonly statedMs: number;
  readonly measuredMs: number;
}

/** How long a movie lasts by its own statement, and by its samples. */
export function durationOf(moov: Box, samples: readonly Mp4Samples[]): PlainDuration {
  const mvhd = childOf(moov, 'mvhd');
  const scale = movieTimescale(mvhd);
  const reader = new BoxReader(mvhd);
  const { version } = reader.full();
  reader.skip(version === 1 ? 20 : 12);
  const [high, low] = version === 1 ? [reader.u32(), reader.u32()] : [0, reader.u32()];
  const isUnknown = low === 0xffffffff && (version === 0 || high === 0xffffffff);
  const ends = traksOf(moov).map((trak) => {
    const own = samples.find(({ track }) => track === trackIdOf(trak));
    if (own === undefined) return 0;
    const ticks = mediaTimescale(childOf(trak, 'mdia'));
    const { delay, mediaTime } = editsOf(trak);
    return delay / scale + (timeToSample(own).duration - mediaTime) / ticks;
  });
  return {
    statedMs: isUnknown ? 0 : (1000 * (high * 2 ** 32 + low)) / scale,
    measuredMs: 1000 * Math.max(0, ...ends),
  };
}

/** The tracks of a movie. */
export function traksOf(moov: Box): Box[] {
  return [...childrenOf(moov)].filter(({ type }) => type === 'trak');
}

/**
 * The samples of one track, from its tables.
 *
 * @throws {@link ContainerError} if they are damaged, or can't be represented here
 */
export function readTrak(trak: Box, most: number): Mp4Samples {
  const track = trackIdOf(trak);
  const stbl = childOf(childOf(childOf(trak, 'mdia'), 'minf'), 'stbl');
  const boxes = [...childrenOf(stbl)];
  const table = (type: string) => boxes.find((child) => child.type === type);
  const refuse = (detail: string) => new ContainerError('unsupported', stbl.offset, 'stbl', detail);
  // Only the beginning of an edit list can be kept: see `editsOf`.
  const [first, second, ...others] = listEdits(trak);
  if (others.length > 0 || (second !== undefined && first?.isEmpty !== true)) throw refuse('several edits');
  const sizes = readSizes(childOf(stbl, 'stsz'), most);
  const offsets = readOffsets(table('co64') ?? childOf(stbl, 'stco'));
  const perChunk = readPerChunk(childOf(stbl, 'stsc'));
  const durations = readRuns(childOf(stbl, 'stts'));
  const compositions = table('ctts');
  const keys = table('stss');
  const entries = sampleEntriesOf(stsdOf(trak));
  /** Of H.264, whose entries differ in their parameter sets. */
  const recordOf = (description: number) => {
    const entry = entries[description - 1];
    const record =
      entry?.type === 'avc1' ? boxesOfVisualEntry(entry).find(({ type }) => type === 'avcC') : undefined;
    if (record === undefined) throw refuse('several sample entries');
    return record.contents;
  };
  const configs: AvcConfig[] = [];
  let lastDescription = entries.length > 1 ? 0 : 1;
  const chunks: number[] = [];
  const times: number[] = [];
  let sample = 0;
  let time = 0;
  let row = 0;
  let run = 0;
  let leftInRun = (durations[0] ?? 0) >>> 0;
  for (const [chunk, offset] of offsets.entries()) {
    while ((perChunk[3 * (row + 1)] ?? Number.POSITIVE_INFINITY) <= chunk + 1) row += 1;
    const description = perChunk[3 * row + 2] ?? 0;
    const count = Math.min(perChunk[3 * row + 1] ?? 0, sizes.length - sample);
    if (count <= 0) continue;
    if (description !== lastDescription) configs.push({ sample, record: recordOf(description) });
    lastDescription = description;
    const begins = time;
    const runsBefore = times.length;
    for (let left = count; left > 0; ) {
      while (leftInRun === 0) {
        run += 2;
        if (run >= durations.length) throw new ContainerError('malformed', stbl.offset, 'stts', 'too short');
        leftInRun = (durations[run] ?? 0) >>> 0;
      }
      const taken = Math.min(left, leftInRun);
      const duration = durations[run + 1] ?? 0;
      times.push(taken, duration);
      time += taken * duration;
      left -= taken;
      leftInRun -= taken;
    }
    chunks.push(offset, count, begins, (times.length - runsBefore) / 2);
    sample += count;
  }
  if (sample < sizes.length) throw new ContainerError('malformed', stbl.offset, 'stco', 'too short');
  return {
    track,
    chunks: Float64Array.from(chunks),
    sizes,
    times: Uint32Array.from(times),
    offsets: compositions === undefined ? Int32Array.of(sample, 0) : fitRuns(readRuns(compositions), sample),
    sync: keys === undefined ? Uint32Array.of(sample, 1) : readSync(keys, sample),
    configs,
  };
}

/** stsz (section 8.7.3.2). */
function readSizes(stsz: Box, most: number): Uint32Array {
  const reader = new BoxReader(stsz);
  reader.full();
  const size = reader.u32();
  const count = reader.u32();
  if (count > most) throw new ContainerError('too-large', stsz.offset, 'stsz', `${count} samples`);
  if (size !== 0) return new Uint32Array(count).fill(size);
  return readWords(reader, stsz, count);
}

/** stco and co64 (section 8.7.5). */
function readOffsets(box: Box): Float64Array {
  const reader = new BoxReader(box);
  reader.full();
  const count = reader.u32();
  const isLarge = box.type === 'co64';
  const words = readWords(reader, box, isLarge ? count * 2 : count);
  if (!isLarge) return Float64Array.from(words);
  return Float64Array.from({ length: count }, (_, index) => {
    return (words[2 * index] ?? 0) * 2 ** 32 + (words[2 * index + 1] ?? 0);
  });
}

/** stsc (section 8.7.4): rows of the first chunk, the samples of each, and their sample entry. */
function readPerChunk(stsc: Box): Uint32Array {
  const reader = new BoxReader(stsc);
  reader.full();
  return readWords(reader, stsc, reader.u32() * 3);
}

/** stts and ctts (sections 8.6.1.2 and 8.6.1.3): runs of `[samples, value]`. */
function readRuns(box: Box): Int32Array {
  const reader = new BoxReader(box);
  reader.full();
  return new Int32Array(readWords(reader, box, reader.u32() * 2).buffer);
}

/** The runs of exactly so many samples. */
function fitRuns(runs: Int32Array, samples: number): Int32Array {
  const fitted: number[] = [];
  let left = samples;
  for (let run = 0; run < runs.length && left > 0; run += 2) {
    const count = Math.min((runs[run] ?? 0) >>> 0, left);
    if (count > 0) fitted.push(count, runs[run + 1] ?? 0);
    left -= count;
  }
  if (left > 0) fitted.push(left, 0);
  return Int32Array.from(fitted);
}

/** stss (section 8.6.2), as runs of `[samples, 1 if they are key frames, else 0]`. */
function readSync(stss: Box, samples: number): Uint32Array {
  const reader = new BoxReader(stss);
  reader.full();
  const keys = readWords(reader, stss, reader.u32());
  const runs: number[] = [];
  let next = 1;
  for (const key of keys) {
    if (key < next || key > samples) continue;
    if (key > next) runs.push(key - next, 0);
    runs.push(1, 1);
    next = key + 1;
  }
  if (next <= samples) runs.push(samples - next + 1, 0);
  return Uint32Array.from(runs);
}

function readWords(reader: BoxReader, box: Box, count: number): Uint32Array<ArrayBuffer> {
  if (count * 4 > reader.left)
    throw new ContainerError('malformed', box.offset, box.type, 'it ends too early');
  const words = new Uint32Array(count);
  for (let index = 0; index < count; index++) words[index] = reader.u32();
  return words;
}

/** The movie in these bytes. @throws {@link ContainerError} if they aren't one */
export function movieIn(bytes: Uint8Array, offset: number): Box {
  const [moov] = readBoxes(bytes, offset);
  if (moov === undefined) throw new ContainerError('malformed', offset, 'moov', 'it is empty');
  return moov;
}
