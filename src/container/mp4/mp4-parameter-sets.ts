import { findAv1Label, findVp9Label, type LabelFinder } from '../color-label';
import { ContainerError } from '../container-error';
import { nalTypes, type ParameterSets } from './avc';
import type { Mp4Track } from './mp4-moov';
import { type AvcConfig, chunkRow, type Mp4Samples } from './mp4-part';

/** A key frame that may start with parameter sets, or with a label of its colors. */
export interface KeyFrame {
  /** The index of its run in the fragment, and of its sample in the run. */
  readonly run: number;
  readonly sample: number;
  /** The bytes of a NAL unit's length; 0 if it does not consist of NAL units. */
  readonly nalLength: number;
  /** How its label is found, if it does not consist of NAL units. */
  readonly find: LabelFinder | undefined;
  /** The start and end of the sample, in bytes from the start of the recording. */
  readonly offset: number;
  readonly end: number;
}

const mostKeyFrames = 2 ** 16;

/** By the type of the sample entry. */
const labelFinders: Readonly<Record<string, LabelFinder>> = { vp09: findVp9Label, av01: findAv1Label };

/**
 * The key frames of `avc3`, VP9 and AV1 tracks, in the order of the file.
 *
 * @throws {@link ContainerError} if there are more than any fragment needs
 */
export function keyFramesOf(runs: readonly Mp4Samples[], tracks: readonly Mp4Track[]): KeyFrame[] {
  const frames: KeyFrame[] = [];
  for (const [index, run] of runs.entries()) {
    const track = tracks.find(({ id }) => id === run.track);
    const nalLength = track?.nalLength ?? 0;
    const find = labelFinders[track?.codec ?? ''];
    if (nalLength === 0 && find === undefined) continue;
    let offset = run.chunks[chunkRow.offset] ?? 0;
    let syncRun = 0;
    let syncEnd = run.sync[0] ?? 0;
    for (const [sample, size] of run.sizes.entries()) {
      for (; sample >= syncEnd && syncRun + 2 < run.sync.length; syncEnd += run.sync[syncRun] ?? 0)
        syncRun += 2;
      const isKey = run.sync[syncRun + 1] === 1;
      if (frames.length >= mostKeyFrames)
        throw new ContainerError('too-large', offset, 'trun', 'too many key frames');
      if (size > 0 && isKey) frames.push({ run: index, sample, nalLength, find, offset, end: offset + size });
      offset += size;
    }
  }
  return frames.sort((one, other) => one.offset - other.offset);
}

/** The type of a NAL unit, and its size with the length field, in bytes. */
export interface NalHeader {
  readonly type: number;
  readonly whole: number;
}

/**
 * Reads the header of a NAL unit; `undefined` if more bytes are needed.
 *
 * @param bytes the NAL unit, starting with its length field
 * @param at its offset in the recording, in bytes
 * @throws {@link ContainerError} if it extends beyond its sample
 */
export function readNalHeader(bytes: Uint8Array, at: number, frame: KeyFrame): NalHeader | undefined {
  const { nalLength, end } = frame;
  const first = bytes[nalLength];
  if (first === undefined) return undefined;
  const length = bytes.subarray(0, nalLength).reduce((value, byte) => value * 256 + byte, 0);
  if (length === 0 || at + nalLength + length > end) {
    const detail = `${length} bytes in a sample that ends at ${end}`;
    throw new ContainerError('malformed', at, 'NAL unit', detail);
  }
  return { type: first & 31, whole: nalLength + length };
}

/** The parameter sets of a key frame, as far as it is read. */
export interface ReadSets extends ParameterSets {
  /** The bytes that they take at its beginning; `undefined` if something else is before or between them. */
  readonly lead: number | undefined;
}

/** No parameter sets. */
export const noSets: ReadSets = { sps: [], pps: [], spsExtensions: [], lead: 0 };

/** The longest parameter set with its length, in bytes: an AVCDecoderConfigurationRecord can't hold a longer one. */
export const largestUnit = 65_535;

const mostParameterSets = 300;

/** How often the parameter sets can change within one fragment. */
export const mostConfigs = 1000;

/** The error for more, or larger, parameter sets than any stream needs. */
export function tooManySets(at: number): ContainerError {
  return new ContainerError('too-large', at, 'parameter sets', 'more of them than any stream needs');
}

/** Whether a NAL unit is a parameter set. */
export function isParameterSet(type: number): boolean {
  return type === nalTypes.sps || type === nalTypes.pps || type === nalTypes.spsExtension;
}

/**
 * The parameter sets after another NAL unit, which `at` bytes of the key frame are before. A delimiter may be before them.
 */
export function withLead(sets: ReadSets, { type, whole }: NalHeader, at: number): ReadSets {
  if (!isParameterSet(type) && type !== nalTypes.delimiter) return sets;
  return { ...sets, lead: sets.lead === at ? at + whole : undefined };
}

/**
 * The parameter sets with one more.
 *
 * @throws {@link ContainerError} if there are more than any stream needs
 */
export function withSet(sets: ReadSets, { type }: NalHeader, unit: Uint8Array, at: number): ReadSets {
  const { sps, pps, spsExtensions } = sets;
  if (sps.length + pps.length + spsExtensions.length >= mostParameterSets) throw tooManySets(at);
  if (type === nalTypes.sps) return { ...sets, sps: [...sps, unit] };
  if (type === nalTypes.pps) return { ...sets, pps: [...pps, unit] };
  return { ...sets, spsExtensions: [...spsExtensions, unit] };
}

/** An {@link AvcConfig} and the run that it belongs to. */
export interface RunConfig extends AvcConfig {
  readonly run: number;
}

/**
 * The parameter sets of a full fragment, before another key frame with the same ones but other bytes at its beginning: the
 * latest of its track don't state these any more, so that they stay in the stream.
 */
export function withoutLead(
  configs: readonly RunConfig[],
  runs: readonly Mp4Samples[],
  next: RunConfig,
): readonly RunConfig[] {
  const latest = configs.findLastIndex(({ run }) => runs[run]?.track === runs[next.run]?.track);
  const known = configs[latest];
  if (known === undefined) return [...configs, next];
  const { run, sample, record } = known;
  return configs.with(latest, { run, sample, record });
}

/** The runs of a fragment with their parameter sets. */
export function withConfigs(runs: readonly Mp4Samples[], configs: readonly RunConfig[]): Mp4Samples[] {
  return runs.map((run, index) => ({
    ...run,
    configs: configs.filter((one) => one.run === index).map(({ run: _, ...config }) => config),
  }));
}
