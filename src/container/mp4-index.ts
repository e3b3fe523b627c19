import { makeAvcRecord, nalTypes, type ParameterSets } from './avc';
import { ByteQueue, type ByteQueueState } from './byte-queue';
import { ContainerError, type ContainerErrorReason } from './container-error';
import { type BoxHeader, longestBoxHeader, printable, readBoxHeader } from './mp4-boxes';
import { readMoof } from './mp4-fragment';
import { type Mp4Track, readMoov } from './mp4-moov';
import {
  type AvcConfig,
  chunkRow,
  joinSamples,
  type Mp4Header,
  type Mp4Part,
  type Mp4Samples,
} from './mp4-part';

/** A key frame that may begin with parameter sets. */
interface Probe {
  readonly run: number;
  readonly sample: number;
  /** Where the sample's next NAL unit begins, and where the sample ends. */
  at: number;
  readonly end: number;
}

/** A fragment whose last byte is not here yet. */
interface Fragment {
  readonly runs: readonly Mp4Samples[];
  /** In the order in which they lie in the file. */
  readonly probes: readonly Probe[];
  probe: number;
  /** Parameter sets of the key frame under way. */
  sets: { sps: Uint8Array[]; pps: Uint8Array[]; spsExtensions: Uint8Array[] };
  /** Where its mdat ends; absent until that began. */
  end?: number;
}

/**
 * All that the index keeps between two slices: the tables of one fragment at most. Structured-cloneable.
 */
export interface Mp4IndexState {
  readonly container: 'mp4';
  readonly queue: ByteQueueState;
  readonly ftyp?: Uint8Array;
  readonly tracks?: readonly Mp4Track[];
  readonly fragment?: Fragment;
  /** The latest AVCDecoderConfigurationRecord of each track. */
  readonly records: ReadonlyMap<number, Uint8Array>;
  readonly complete: number;
}

const largestFtyp = 4096;
const largestTables = 4 * 2 ** 20;
const largestParameterSet = 65_535;
const mostParameterSets = 300;

/**
 * Reads a fragmented MP4 recording (ISO/IEC 14496-12, section 8.8) slice by slice and collects the
 * tables of its samples. Where the bytes are split makes no difference; a fragment counts once its
 * last byte is here.
 */
export class Mp4Index {
  readonly #queue: ByteQueue;
  #ftyp: Uint8Array | undefined;
  #tracks: readonly Mp4Track[] | undefined;
  #fragment: Fragment | undefined;
  readonly #records: Map<number, Uint8Array>;
  #complete = 0;
  #error: ContainerError | undefined;

  // What the slice under way adds.
  #header: Mp4Header | undefined;
  #runs: Mp4Samples[] = [];

  /** @param state of an earlier index, to go on after the slices that it had seen */
  constructor(state?: Mp4IndexState) {
    this.#queue = new ByteQueue(state?.queue);
    this.#records = new Map(state?.records);
    if (state === undefined) return;
    this.#ftyp = state.ftyp;
    this.#tracks = state.tracks;
    this.#fragment = state.fragment && copyOf(state.fragment);
    this.#complete = state.complete;
  }

  /** What it takes to go on from here in another context; see the constructor. */
  get state(): Mp4IndexState {
    return {
      container: 'mp4',
      queue: this.#queue.state,
      ...(this.#ftyp === undefined ? {} : { ftyp: this.#ftyp }),
      ...(this.#tracks === undefined ? {} : { tracks: this.#tracks }),
      ...(this.#fragment === undefined ? {} : { fragment: copyOf(this.#fragment) }),
      records: new Map(this.#records),
      complete: this.#complete,
    };
  }

  /**
   * Reads the next slice, which may be empty and may end anywhere.
   *
   * @throws {@link ContainerError} where the bytes aren't a fragmented MP4; then every later call
   *   throws the same
   */
  push(slice: Uint8Array): Mp4Part {
    if (this.#error !== undefined) throw this.#error;
    const start = this.#queue.pushed;
    this.#header = undefined;
    this.#runs = [];
    this.#queue.push(slice);
    try {
      while (this.#step());
    } catch (error) {
      if (error instanceof ContainerError) this.#error = error;
      throw error;
    }
    this.#queue.settle();
    return {
      container: 'mp4',
      start,
      end: start + slice.length,
      ...(this.#header === undefined ? {} : { header: this.#header }),
      samples: joinSamples(this.#runs),
      complete: this.#complete,
    };
  }

  /** Reads one box, or as much of it as there is; `false` where more bytes are needed. */
  #step(): boolean {
    if (!this.#queue.reached) return false;
    const { position } = this.#queue;
    if (this.#fragment?.end !== undefined) return this.#readInMdat(this.#fragment, this.#fragment.end);
    const header = readBoxHeader(this.#queue.peek(longestBoxHeader), 0, position);
    if (header === undefined) return false;
    if (this.#ftyp === undefined && header.type !== 'ftyp')
      throw this.#refuse('malformed', header, 'no ftyp before it');
    switch (header.type) {
      case 'ftyp': {
        const bytes = this.#take(header, largestFtyp);
        if (bytes === undefined) return false;
        this.#ftyp ??= bytes;
        return true;
      }
      case 'moov':
        return this.#readMoov(header, position);
      case 'moof': {
        if (this.#tracks === undefined) throw this.#refuse('malformed', header, 'no moov before it');
        if (this.#fragment !== undefined)
          throw this.#refuse('malformed', header, 'no mdat since the last one');
        const bytes = this.#take(header, largestTables);
        if (bytes === undefined) return false;
        const runs = readMoof(bytes, position, this.#tracks);
        if (runs.length > 0)
          this.#fragment = { runs, probes: probesOf(runs, this.#tracks), probe: 0, sets: noSets() };
        return true;
      }
      case 'mdat':
        this.#openMdat(header);
        return true;
      default:
        this.#pass(header);
        return true;
    }
  }

  #readMoov(header: BoxHeader, position: number): boolean {
    if (this.#tracks !== undefined) throw this.#refuse('malformed', header, 'a second one');
    const bytes = this.#take(header, largestTables);
    if (bytes === undefined || this.#ftyp === undefined) return false;
    this.#tracks = readMoov(bytes, position);
    this.#header = {
      ftyp: this.#ftyp,
      moov: bytes,
      moovStart: position,
      mediaStart: position + bytes.length,
    };
    return true;
  }

  #openMdat(header: BoxHeader): void {
    if (this.#tracks === undefined) throw this.#refuse('unsupported', header, 'no moov before it');
    if (this.#fragment === undefined) {
      this.#pass(header);
      return;
    }
    if (header.size === Number.POSITIVE_INFINITY)
      throw this.#refuse('unsupported', header, 'its size is unknown');
    const data = this.#queue.position + header.length;
    const end = this.#queue.position + header.size;
    for (const { chunks, sizes } of this.#fragment.runs) {
      const offset = chunks[chunkRow.offset] ?? 0;
      const bytes = sizes.reduce((sum, size) => sum + size, 0);
      if (offset < data || offset + bytes > end)
        throw this.#refuse('malformed', header, 'samples that lie outside of it');
    }
    this.#fragment.end = end;
    this.#queue.skip(header.length);
  }

  /** Looks into the key frames that may hold parameter sets, and passes over everything else. */
  #readInMdat(fragment: Fragment, end: number): boolean {
    const { position } = this.#queue;
    const probe = fragment.probes[fragment.probe];
    if (probe !== undefined) {
      if (position < probe.at) {
        this.#queue.skip(probe.at - position);
        return true;
      }
      return this.#readNal(fragment, probe);
    }
    if (position < end) {
      this.#queue.skip(end - position);
      return true;
    }
    this.#runs.push(...fragment.runs);
    this.#fragment = undefined;
    this.#complete = end;
    return true;
  }

  /** Reads the next NAL unit of a key frame; after the parameter sets, the frame itself. */
  #readNal(fragment: Fragment, probe: Probe): boolean {
    const { position } = this.#queue;
    if (position > probe.at) throw new ContainerError('malformed', probe.at, 'trun', 'samples that overlap');
    const run = fragment.runs[probe.run];
    const nalLength = this.#tracks?.find(({ id }) => id === run?.track)?.nalLength ?? 4;
    if (run === undefined || probe.at + nalLength >= probe.end) return this.#finishProbe(fragment, probe);
    if (!this.#queue.has(nalLength + 1)) return false;
    const head = this.#queue.peek(nalLength + 1);
    const length = head.subarray(0, nalLength).reduce((value, byte) => value * 256 + byte, 0);
    const type = (head[nalLength] ?? 0) & 31;
    const whole = nalLength + length;
    if (length === 0 || probe.at + whole > probe.end) {
      throw new ContainerError(
        'malformed',
        probe.at,
        'NAL unit',
        `${length} bytes in a sample that ends at ${probe.end}`,
      );
    }
    if (type <= nalTypes.lastOfPicture) return this.#finishProbe(fragment, probe);
    const kept = setsOf(fragment.sets, type);
    if (kept !== undefined) {
      if (length > largestParameterSet || kept.length >= mostParameterSets) {
        throw new ContainerError(
          'too-large',
          probe.at,
          'NAL unit',
          `${length} bytes of parameter set ${kept.length + 1}`,
        );
      }
      if (!this.#queue.has(whole)) return false;
      kept.push(this.#queue.peek(whole).slice(nalLength));
    }
    this.#queue.skip(whole);
    probe.at += whole;
    return true;
  }

  #finishProbe(fragment: Fragment, probe: Probe): true {
    const run = fragment.runs[probe.run];
    const { sets } = fragment;
    fragment.sets = noSets();
    fragment.probe++;
    if (run === undefined || sets.sps.length === 0) return true;
    const nalLength = this.#tracks?.find(({ id }) => id === run.track)?.nalLength ?? 4;
    const record = makeAvcRecord(sets, nalLength);
    if (record === undefined)
      throw new ContainerError('malformed', probe.at, 'parameter sets', 'they make no sense');
    if (equal(record, this.#records.get(run.track))) return true;
    this.#records.set(run.track, record);
    (run.configs as AvcConfig[]).push({ sample: probe.sample, record });
    return true;
  }

  #pass(header: BoxHeader): void {
    if (header.size === Number.POSITIVE_INFINITY)
      throw this.#refuse('unsupported', header, 'its size is unknown');
    this.#queue.skip(header.size);
  }

  /** A copy of a whole box, once all of it is here. */
  #take(header: BoxHeader, most: number): Uint8Array | undefined {
    if (header.size > most) throw this.#refuse('too-large', header, `${header.size} bytes`);
    if (!this.#queue.has(header.size)) return undefined;
    const bytes = this.#queue.peek(header.size).slice();
    this.#queue.skip(header.size);
    return bytes;
  }

  #refuse(reason: ContainerErrorReason, header: BoxHeader, detail: string): ContainerError {
    return new ContainerError(reason, this.#queue.position, printable(header.type), detail);
  }
}

function noSets(): Fragment['sets'] {
  return { sps: [], pps: [], spsExtensions: [] };
}

function setsOf(sets: Fragment['sets'], type: number): Uint8Array[] | undefined {
  const kinds: Record<number, keyof ParameterSets> = {
    [nalTypes.sps]: 'sps',
    [nalTypes.pps]: 'pps',
    [nalTypes.spsExtension]: 'spsExtensions',
  };
  const kind = kinds[type];
  return kind === undefined ? undefined : sets[kind];
}

/** The key frames of `avc3` tracks, in the order in which they lie in the file. */
function probesOf(runs: readonly Mp4Samples[], tracks: readonly Mp4Track[]): Probe[] {
  const inBand = new Set(tracks.filter(({ nalLength }) => nalLength > 0).map(({ id }) => id));
  const probes: Probe[] = [];
  for (const [index, run] of runs.entries()) {
    if (!inBand.has(run.track)) continue;
    const sync = new Set(run.sync);
    let at = run.chunks[chunkRow.offset] ?? 0;
    for (const [sample, size] of run.sizes.entries()) {
      if (size > 0 && sync.has(sample)) probes.push({ run: index, sample, at, end: at + size });
      at += size;
    }
  }
  return probes.sort((one, other) => one.at - other.at);
}

function equal(one: Uint8Array, other: Uint8Array | undefined): boolean {
  return one.length === other?.length && one.every((byte, index) => byte === other[index]);
}

function copyOf(fragment: Fragment): Fragment {
  const { sets } = fragment;
  return {
    ...fragment,
    runs: fragment.runs.map((run) => ({ ...run, configs: [...run.configs] })),
    probes: fragment.probes.map((probe) => ({ ...probe })),
    sets: { sps: [...sets.sps], pps: [...sets.pps], spsExtensions: [...sets.spsExtensions] },
  };
}
