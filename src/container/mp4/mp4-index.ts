import { ByteQueue } from '../byte-queue';
import { type ColorLabel, type LabelFinder, labelReach, labelsOf, rowOfLabel } from '../color-label';
import { ContainerError, type ContainerErrorReason } from '../container-error';
import type { Salvage } from '../salvage';
import { findAvcLabel, makeAvcRecord, nalTypes } from './avc';
import { type BoxHeader, longestBoxHeader, printable, readBoxHeader } from './mp4-boxes';
import { readMoof } from './mp4-fragment';
import { type Mp4Track, readMoov } from './mp4-moov';
import {
  isParameterSet,
  type KeyFrame,
  keyFramesOf,
  largestUnit,
  mostConfigs,
  noSets,
  type ReadSets,
  type RunConfig,
  readNalHeader,
  tooManySets,
  withConfigs,
  withLead,
  withoutLead,
  withSet,
} from './mp4-parameter-sets';
import {
  type AvcConfig,
  chunkRow,
  joinSamples,
  type Mp4Header,
  type Mp4Part,
  type Mp4Samples,
} from './mp4-part';
import { bytesOfSamples, completeSamples } from './mp4-subset';

/** A fragment that is not complete yet. */
interface Fragment {
  readonly runs: readonly Mp4Samples[];
  /** The key frames to read parameter sets from, and the index of the next one. */
  readonly keyFrames: readonly KeyFrame[];
  readonly next: number;
  /** The parameter sets of the current key frame; `undefined` before it starts. */
  readonly sets: ReadSets | undefined;
  readonly configs: readonly RunConfig[];
  /** The end of its mdat; `undefined` until that starts. */
  readonly end: number | undefined;
}

/** The progress of an MP4's index, without the unread bytes. */
interface Mp4Progress {
  readonly ftyp: Uint8Array | undefined;
  readonly tracks: readonly Mp4Track[] | undefined;
  readonly fragment: Fragment | undefined;
  /** The latest parameter sets of each track. */
  readonly configs: ReadonlyMap<number, Omit<AvcConfig, 'sample'>>;
  readonly complete: number;
}

const start: Mp4Progress = {
  ftyp: undefined,
  tracks: undefined,
  fragment: undefined,
  configs: new Map(),
  complete: 0,
};

const largestFtyp = 4096;
const largestMoov = 4 * 2 ** 20;
// Without a timeslice, Chrome writes sound alone as a single fragment: 10 h of it are 14 MiB of tables.
const largestMoof = 16 * 2 ** 20;
const unknown = Number.POSITIVE_INFINITY;

/**
 * Indexes a fragmented MP4 recording (ISO/IEC 14496-12, section 8.8) slice by slice: it collects the tables of its
 * samples. It makes no difference where the bytes are split; a fragment counts once its last byte is here.
 */
export class Mp4Index {
  readonly #queue = new ByteQueue();
  readonly #at: { -readonly [field in keyof Mp4Progress]: Mp4Progress[field] } = { ...start };
  #error: ContainerError | undefined;

  // What the current slice adds.
  #header: Mp4Header | undefined;
  #runs: Mp4Samples[] = [];
  #labels: number[] = [];

  /**
   * Reads the next slice, which may be empty and may end anywhere.
   *
   * @throws {@link ContainerError} if the bytes aren't a fragmented MP4; then every later call throws the same error
   */
  push(slice: Uint8Array): Mp4Part {
    const part = this.read(slice);
    if (this.#error !== undefined) throw this.#error;
    return part;
  }

  /** Why no more bytes are read, if they aren't a fragmented MP4. */
  get error(): ContainerError | undefined {
    return this.#error;
  }

  /**
   * Reads the next slice up to the first byte that contradicts the format; {@link error} says so then.
   *
   * @throws {@link ContainerError} if an earlier slice did
   */
  read(slice: Uint8Array): Mp4Part {
    if (this.#error !== undefined) throw this.#error;
    const start = this.#queue.pushed;
    this.#header = undefined;
    this.#runs = [];
    this.#labels = [];
    this.#queue.push(slice);
    try {
      while (this.#step());
    } catch (error) {
      if (!(error instanceof ContainerError)) throw error;
      this.#error = error;
    }
    this.#queue.settle();
    return {
      container: 'mp4',
      start,
      end: start + slice.length,
      ...(this.#header === undefined ? {} : { header: this.#header }),
      samples: joinSamples(this.#runs),
      complete: this.#at.complete,
      ...labelsOf(this.#labels),
    };
  }

  /** After the last slice: the complete samples of the fragment that the bytes end in. */
  salvage(): Salvage<Mp4Part> | undefined {
    const { fragment } = this.#at;
    if (fragment?.end === undefined) return undefined;
    const { pushed } = this.#queue;
    const runs = withConfigs(fragment.runs, fragment.configs).flatMap((run) => completeSamples(run, pushed));
    if (runs.length === 0) return undefined;
    const complete = Math.max(...runs.map((run) => bytesOfSamples(run)[1]));
    const samples = joinSamples(runs);
    return { part: { container: 'mp4', start: pushed, end: pushed, samples, complete }, patches: [] };
  }

  /** Reads one box or the available part of it; `false` if more bytes are needed. */
  #step(): boolean {
    if (!this.#queue.reached) return false;
    const { position } = this.#queue;
    const { ftyp, fragment } = this.#at;
    if (fragment?.end !== undefined) return this.#readInMdat(fragment, fragment.end);
    const header = readBoxHeader(this.#queue.peek(longestBoxHeader), 0, position);
    if (header === undefined) return false;
    if (ftyp === undefined && header.type !== 'ftyp') {
      throw this.#refuse('malformed', header, 'no ftyp before it');
    }
    switch (header.type) {
      case 'ftyp': {
        const bytes = this.#take(header, largestFtyp);
        this.#at.ftyp ??= bytes;
        return bytes !== undefined;
      }
      case 'moov':
        return this.#readMoov(header, position);
      case 'moof':
        return this.#readMoof(header, position);
      case 'mdat':
        return this.#openMdat(header);
      default:
        return this.#pass(header);
    }
  }

  #readMoov(header: BoxHeader, position: number): boolean {
    const { ftyp, tracks } = this.#at;
    if (tracks !== undefined) throw this.#refuse('malformed', header, 'a second one');
    const bytes = this.#take(header, largestMoov);
    if (bytes === undefined || ftyp === undefined) return false;
    this.#at.tracks = readMoov(bytes, position);
    this.#header = { ftyp, moov: bytes, moovStart: position, mediaStart: position + bytes.length };
    return true;
  }

  #readMoof(header: BoxHeader, position: number): boolean {
    const { tracks, fragment } = this.#at;
    if (tracks === undefined) throw this.#refuse('malformed', header, 'no moov before it');
    if (fragment !== undefined) throw this.#refuse('malformed', header, 'no mdat since the last one');
    const bytes = this.#take(header, largestMoof);
    if (bytes === undefined) return false;
    const runs = readMoof(bytes, position, tracks);
    if (runs.length === 0) return true;
    const keyFrames = keyFramesOf(runs, tracks);
    this.#at.fragment = { runs, keyFrames, next: 0, sets: undefined, configs: [], end: undefined };
    return true;
  }

  #openMdat(header: BoxHeader): true {
    const { tracks, fragment } = this.#at;
    if (tracks === undefined) throw this.#refuse('unsupported', header, 'no moov before it');
    if (fragment === undefined) return this.#pass(header);
    if (header.size === unknown) throw this.#refuse('unsupported', header, 'its size is unknown');
    const data = this.#queue.position + header.length;
    const end = this.#queue.position + header.size;
    for (const { chunks, sizes } of fragment.runs) {
      const offset = chunks[chunkRow.offset] ?? 0;
      const bytes = sizes.reduce((sum, size) => sum + size, 0);
      if (offset < data || offset + bytes > end) {
        throw this.#refuse('malformed', header, 'samples that lie outside of it');
      }
    }
    this.#at.fragment = { ...fragment, end };
    this.#queue.skip(header.length);
    return true;
  }

  /** Reads the parameter sets in key frames, and skips everything else. */
  #readInMdat(fragment: Fragment, end: number): boolean {
    const { position } = this.#queue;
    const frame = fragment.keyFrames[fragment.next];
    if (frame === undefined) {
      if (position < end) this.#queue.skip(end - position);
      else this.#finishFragment(fragment, end);
      return true;
    }
    if (frame.find !== undefined && position === frame.offset)
      return this.#readLabel(fragment, frame, frame.find);
    if (fragment.sets !== undefined) return this.#readNal(fragment, frame, fragment.sets);
    if (position > frame.offset) {
      throw new ContainerError('malformed', frame.offset, 'trun', 'samples that overlap');
    }
    this.#queue.skip(frame.offset - position);
    if (frame.find === undefined) this.#at.fragment = { ...fragment, sets: noSets };
    return true;
  }

  #readLabel(fragment: Fragment, frame: KeyFrame, find: LabelFinder): boolean {
    const reach = Math.min(frame.end - frame.offset, labelReach);
    if (!this.#queue.has(reach)) return false;
    this.#addLabel(find(this.#queue.peek(reach)), frame.offset);
    this.#at.fragment = { ...fragment, next: fragment.next + 1 };
    return true;
  }

  #addLabel(label: ColorLabel | undefined, start: number): void {
    if (label !== undefined) this.#labels.push(...rowOfLabel(label, start));
  }

  #finishFragment({ runs, configs }: Fragment, end: number): void {
    for (const run of withConfigs(runs, configs)) this.#runs.push(run);
    this.#at.fragment = undefined;
    this.#at.complete = end;
  }

  /** Reads the next NAL unit of a key frame: the parameter sets come before the picture. */
  #readNal(fragment: Fragment, frame: KeyFrame, sets: ReadSets): boolean {
    const { position } = this.#queue;
    if (position + frame.nalLength >= frame.end) return this.#finishKeyFrame(fragment, frame, sets);
    const nal = readNalHeader(this.#queue.peek(frame.nalLength + 1), position, frame);
    if (nal === undefined) return false;
    if (nal.type <= nalTypes.lastOfPicture) return this.#finishKeyFrame(fragment, frame, sets);
    const led = withLead(sets, nal, position - frame.offset);
    if (!isParameterSet(nal.type)) {
      this.#at.fragment = { ...fragment, sets: led };
    } else {
      if (nal.whole > largestUnit) throw tooManySets(position);
      if (!this.#queue.has(nal.whole)) return false;
      const unit = this.#queue.peek(nal.whole).slice(frame.nalLength);
      if (nal.type === nalTypes.sps) this.#addLabel(findAvcLabel(unit), position + frame.nalLength);
      this.#at.fragment = { ...fragment, sets: withSet(led, nal, unit, position) };
    }
    this.#queue.skip(nal.whole);
    return true;
  }

  #finishKeyFrame(fragment: Fragment, frame: KeyFrame, sets: ReadSets): true {
    const { run, sample, nalLength, offset, end } = frame;
    const track = fragment.runs[run]?.track ?? 0;
    const record = makeAvcRecord(sets, nalLength);
    if (record === undefined && sets.sps.length > 0) {
      throw new ContainerError('malformed', offset, 'parameter sets', 'they are invalid');
    }
    const known = this.#at.configs.get(track);
    const hasLead = record !== undefined && sets.lead !== undefined && offset + sets.lead < end;
    const lead = hasLead ? sets.lead : undefined;
    const latest = record ?? known?.record;
    const isSame = latest !== undefined && equal(latest, known?.record);
    this.#at.fragment = { ...fragment, next: fragment.next + 1, sets: undefined };
    if (latest === undefined || (isSame && lead === known?.lead)) return true;
    const isFull = fragment.configs.length >= mostConfigs;
    if (isFull && !isSame) throw tooManySets(offset);
    const config = { run, sample, record: latest, ...(lead === undefined || isFull ? {} : { lead }) };
    const configs = isFull
      ? withoutLead(fragment.configs, fragment.runs, config)
      : [...fragment.configs, config];
    this.#at.configs = new Map(this.#at.configs).set(track, config);
    this.#at.fragment = { ...this.#at.fragment, configs };
    return true;
  }

  #pass(header: BoxHeader): true {
    if (header.size === unknown) throw this.#refuse('unsupported', header, 'its size is unknown');
    this.#queue.skip(header.size);
    return true;
  }

  /** A copy of a complete box; `undefined` until all of it is here. */
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

function equal(one: Uint8Array, other: Uint8Array | undefined): boolean {
  return one.length === other?.length && one.every((byte, index) => byte === other[index]);
}
