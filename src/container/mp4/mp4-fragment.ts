import { ContainerError } from '../container-error';
import { type Box, BoxReader, childrenOf, readBoxes } from './mp4-boxes';
import type { Mp4Track, SampleDefaults } from './mp4-moov';
import type { Mp4Samples } from './mp4-part';

const mostSamples = 2 ** 21;

/** tfhd (ISO/IEC 14496-12, section 8.8.7). */
const tfhdFlags = {
  baseOffset: 0x1,
  description: 0x2,
  duration: 0x8,
  size: 0x10,
  flags: 0x20,
  baseIsMoof: 0x20000,
};

/** trun (section 8.8.8). */
const trunFlags = {
  dataOffset: 0x1,
  firstFlags: 0x4,
  duration: 0x100,
  size: 0x200,
  flags: 0x400,
  composition: 0x800,
};

/** sample_is_non_sync_sample (section 8.8.3.1). */
const nonSync = 0x10000;

/**
 * Reads the tables of a fragment: for each trun the samples of one chunk.
 *
 * @param bytes the whole box moof
 * @param offset its offset in the recording, in bytes
 * @throws {@link ContainerError} if the tables contradict themselves or are too large
 */
export function readMoof(bytes: Uint8Array, offset: number, tracks: readonly Mp4Track[]): Mp4Samples[] {
  const [moof] = readBoxes(bytes, offset);
  const runs: Mp4Samples[] = [];
  if (moof === undefined) return runs;
  let dataEnd = offset;
  let samples = 0;
  for (const traf of childrenOf(moof)) {
    if (traf.type !== 'traf') continue;
    const header = readTraf(traf, offset, dataEnd, tracks);
    let time = header.time;
    dataEnd = header.base;
    for (const trun of childrenOf(traf)) {
      if (trun.type !== 'trun') continue;
      const run = readTrun(trun, header, dataEnd, time, mostSamples - samples);
      time = run.end;
      dataEnd = run.dataEnd;
      samples += run.samples.sizes.length;
      if (run.samples.sizes.length > 0) runs.push(run.samples);
    }
  }
  return runs;
}

interface TrackFragment {
  readonly track: number;
  /** The base of data offsets, in bytes from the start of the recording. */
  readonly base: number;
  /** The decode time of the first sample in ticks. */
  readonly time: number;
  readonly defaults: SampleDefaults;
}

function readTraf(
  traf: Box,
  moofOffset: number,
  dataEnd: number,
  tracks: readonly Mp4Track[],
): TrackFragment {
  let fragment: TrackFragment | undefined;
  let time: number | undefined;
  for (const child of childrenOf(traf)) {
    if (child.type === 'tfhd') fragment = readTfhd(child, moofOffset, dataEnd, tracks);
    if (child.type === 'tfdt') {
      const reader = new BoxReader(child);
      time = reader.full().version === 1 ? reader.u64() : reader.u32();
    }
  }
  if (fragment === undefined) throw new ContainerError('malformed', traf.offset, 'traf', 'no tfhd in it');
  if (time === undefined) throw new ContainerError('unsupported', traf.offset, 'traf', 'no tfdt in it');
  return { ...fragment, time };
}

function readTfhd(
  tfhd: Box,
  moofOffset: number,
  dataEnd: number,
  tracks: readonly Mp4Track[],
): TrackFragment {
  const reader = new BoxReader(tfhd);
  const { flags } = reader.full();
  const id = reader.u32();
  const track = tracks.find((candidate) => candidate.id === id);
  if (track === undefined)
    throw new ContainerError('malformed', tfhd.offset, 'tfhd', `no track ${id} in moov`);
  const { defaults } = track;
  const implied = (flags & tfhdFlags.baseIsMoof) === 0 ? dataEnd : moofOffset;
  const base = (flags & tfhdFlags.baseOffset) === 0 ? implied : reader.u64();
  const field = (flag: number, otherwise: number) => ((flags & flag) === 0 ? otherwise : reader.u32());
  const description = field(tfhdFlags.description, defaults.description);
  if (description !== 1) {
    throw new ContainerError('unsupported', tfhd.offset, 'tfhd', `sample description ${description}`);
  }
  const duration = field(tfhdFlags.duration, defaults.duration);
  const size = field(tfhdFlags.size, defaults.size);
  return {
    track: id,
    base,
    time: 0,
    defaults: { description, duration, size, flags: field(tfhdFlags.flags, defaults.flags) },
  };
}

function readTrun(
  trun: Box,
  { track, base, defaults }: TrackFragment,
  dataEnd: number,
  time: number,
  most: number,
): { samples: Mp4Samples; end: number; dataEnd: number } {
  const reader = new BoxReader(trun);
  const { flags } = reader.full();
  const count = reader.u32();
  if (count > most) throw new ContainerError('too-large', trun.offset, 'trun', `${count} samples`);
  const offset = (flags & trunFlags.dataOffset) === 0 ? dataEnd : base + reader.i32();
  const firstFlags = (flags & trunFlags.firstFlags) === 0 ? undefined : reader.u32();
  const perSample = [trunFlags.duration, trunFlags.size, trunFlags.flags, trunFlags.composition];
  const fields = perSample.filter((flag) => (flags & flag) !== 0).length;
  if (reader.left < count * fields * 4)
    throw new ContainerError('malformed', trun.offset, 'trun', `too short for ${count} samples`);
  const sizes = new Uint32Array(count);
  const times: number[] = [];
  const offsets: number[] = [];
  const sync: number[] = [];
  let end = time;
  let bytes = 0;
  for (let sample = 0; sample < count; sample++) {
    const duration = (flags & trunFlags.duration) === 0 ? defaults.duration : reader.u32();
    const size = (flags & trunFlags.size) === 0 ? defaults.size : reader.u32();
    const own = (flags & trunFlags.flags) === 0 ? defaults.flags : reader.u32();
    const composition = (flags & trunFlags.composition) === 0 ? 0 : reader.i32();
    const sampleFlags = sample === 0 && firstFlags !== undefined ? firstFlags : own;
    sizes[sample] = size;
    addToRuns(times, duration);
    addToRuns(offsets, composition);
    addToRuns(sync, (sampleFlags & nonSync) === 0 ? 1 : 0);
    end += duration;
    bytes += size;
  }
  return {
    samples: {
      track,
      chunks: Float64Array.of(offset, count, time, times.length / 2),
      sizes,
      times: Uint32Array.from(times),
      offsets: Int32Array.from(offsets),
      sync: Uint32Array.from(sync),
      configs: [],
    },
    end,
    dataEnd: offset + bytes,
  };
}

function addToRuns(runs: number[], value: number): void {
  const last = runs.length - 1;
  if (last > 0 && runs[last] === value) runs[last - 1] = (runs[last - 1] ?? 0) + 1;
  else runs.push(1, value);
}
