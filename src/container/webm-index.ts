import { ByteQueue, type ByteQueueState } from './byte-queue';
import { ContainerError } from './container-error';
import {
  type ElementHeader,
  ids,
  longestHeader,
  nameOf,
  readElementHeader,
  readElements,
  readUint,
  readVint,
} from './ebml';
import { advanceClock, startClocks, type TrackClock, timesOf } from './webm-clock';
import { clusterRow, type WebmHeader, type WebmPart } from './webm-part';
import { cueTrackOf, readInfo, readTracks, type WebmInfo } from './webm-tracks';

/** A block whose bytes are not all here yet. */
interface OpenBlock {
  readonly track: number;
  /** In ticks. */
  readonly time: number;
  readonly position: number;
  key: boolean;
  /** BlockDuration in ticks. */
  duration: number;
}

interface OpenCluster {
  readonly offset: number;
  readonly headerLength: number;
  /** Where its data ends; `Infinity` where its size is unknown. */
  readonly end: number;
  /** Timestamp in ticks; absent until it was read. */
  time?: number;
  cued: boolean;
}

/**
 * All that the index keeps between two slices: a few hundred bytes, and up to 4 MiB as long as an
 * element before the first Cluster is incomplete. Structured-cloneable.
 */
export interface WebmIndexState {
  readonly container: 'webm';
  readonly queue: ByteQueueState;
  readonly ebml?: Uint8Array;
  readonly info?: WebmInfo;
  readonly tracks?: Uint8Array;
  readonly cueTrack: number;
  readonly clocks: readonly TrackClock[];
  readonly inMedia: boolean;
  /** Where Segment's data ends; absent before it begins. */
  readonly segmentEnd?: number;
  readonly cluster?: OpenCluster;
  /** Where the BlockGroup under way ends. */
  readonly groupEnd?: number;
  readonly block?: OpenBlock;
  readonly complete: number;
}

const largestHeaderElement = 4 * 2 ** 20;

/** IDs that end a Cluster of unknown size (RFC 9559, section 5.1: the children of Segment). */
const topLevel: ReadonlySet<number> = new Set([
  ids.SeekHead,
  ids.Info,
  ids.Tracks,
  ids.Cluster,
  ids.Cues,
  ids.Tags,
  ids.Chapters,
  ids.Attachments,
]);

/**
 * Reads a WebM or Matroska recording (RFC 9559) slice by slice and notes what a seekable file needs.
 * Where the bytes are split makes no difference; a block counts once its last byte is here.
 */
export class WebmIndex {
  readonly #queue: ByteQueue;
  #ebml: Uint8Array | undefined;
  #info: WebmInfo | undefined;
  #tracks: Uint8Array | undefined;
  #cueTrack = 0;
  #clocks: TrackClock[] = [];
  #inMedia = false;
  #segmentEnd: number | undefined;
  #cluster: OpenCluster | undefined;
  #groupEnd: number | undefined;
  #block: OpenBlock | undefined;
  #complete = 0;
  #error: ContainerError | undefined;

  // What the slice under way adds.
  #header: WebmHeader | undefined;
  #clusters: number[] = [];
  #closes: number | undefined;
  #cues: number[] = [];

  /** @param state of an earlier index, to go on after the slices that it had seen */
  constructor(state?: WebmIndexState) {
    this.#queue = new ByteQueue(state?.queue);
    if (state === undefined) return;
    this.#ebml = state.ebml;
    this.#info = state.info;
    this.#tracks = state.tracks;
    this.#cueTrack = state.cueTrack;
    this.#clocks = state.clocks.map((clock) => ({ ...clock }));
    this.#inMedia = state.inMedia;
    this.#segmentEnd = state.segmentEnd;
    this.#cluster = state.cluster && { ...state.cluster };
    this.#groupEnd = state.groupEnd;
    this.#block = state.block && { ...state.block };
    this.#complete = state.complete;
  }

  /** What it takes to go on from here in another context; see the constructor. */
  get state(): WebmIndexState {
    return {
      container: 'webm',
      queue: this.#queue.state,
      ...(this.#ebml === undefined ? {} : { ebml: this.#ebml }),
      ...(this.#info === undefined ? {} : { info: this.#info }),
      ...(this.#tracks === undefined ? {} : { tracks: this.#tracks }),
      cueTrack: this.#cueTrack,
      clocks: this.#clocks.map((clock) => ({ ...clock })),
      inMedia: this.#inMedia,
      ...(this.#segmentEnd === undefined ? {} : { segmentEnd: this.#segmentEnd }),
      ...(this.#cluster === undefined ? {} : { cluster: { ...this.#cluster } }),
      ...(this.#groupEnd === undefined ? {} : { groupEnd: this.#groupEnd }),
      ...(this.#block === undefined ? {} : { block: { ...this.#block } }),
      complete: this.#complete,
    };
  }

  /**
   * Reads the next slice, which may be empty and may end anywhere.
   *
   * @throws {@link ContainerError} where the bytes aren't WebM; then every later call throws the same
   */
  push(slice: Uint8Array): WebmPart {
    if (this.#error !== undefined) throw this.#error;
    const start = this.#queue.pushed;
    this.#header = undefined;
    this.#clusters = [];
    this.#closes = undefined;
    this.#cues = [];
    this.#queue.push(slice);
    try {
      while (this.#step());
    } catch (error) {
      if (error instanceof ContainerError) this.#error = error;
      throw error;
    }
    this.#queue.settle();
    return {
      container: 'webm',
      start,
      end: start + slice.length,
      ...(this.#header === undefined ? {} : { header: this.#header }),
      clusters: Float64Array.from(this.#clusters),
      ...(this.#closes === undefined ? {} : { closes: this.#closes }),
      cues: Float64Array.from(this.#cues),
      complete: this.#complete,
      times: timesOf(this.#clocks),
    };
  }

  /** Reads one element, or as much of it as there is; `false` where more bytes are needed. */
  #step(): boolean {
    if (!this.#queue.reached) return false;
    const { position } = this.#queue;
    if (this.#block !== undefined && this.#groupEnd === undefined) this.#finishBlock(position);
    if (this.#groupEnd === position) {
      this.#groupEnd = undefined;
      if (this.#block !== undefined) this.#finishBlock(position);
    }
    if (this.#cluster !== undefined && (this.#cluster.end === position || this.#segmentEnd === position)) {
      this.#closeCluster(position);
    }
    const header = readElementHeader(this.#queue.peek(longestHeader), 0, position);
    if (header === undefined) return false;
    if (header.size !== Number.POSITIVE_INFINITY)
      this.#checkEnd(header, position + header.length + header.size);
    if (this.#groupEnd !== undefined) return this.#readInGroup(header);
    if (this.#cluster !== undefined) return this.#readInCluster(header, this.#cluster);
    if (this.#segmentEnd !== undefined && position < this.#segmentEnd) return this.#readInSegment(header);
    return this.#readInFile(header);
  }

  #checkEnd(header: ElementHeader, end: number): void {
    if (!Number.isSafeInteger(end)) throw this.#refuse('too-large', header, 'it ends above 2^53');
    const inSegment = this.#segmentEnd !== undefined && this.#queue.position < this.#segmentEnd;
    const parents = [this.#groupEnd, this.#cluster?.end, inSegment ? this.#segmentEnd : undefined];
    if (parents.some((parentEnd) => parentEnd !== undefined && end > parentEnd)) {
      throw this.#refuse('malformed', header, 'it reaches beyond its parent');
    }
  }

  #readInFile(header: ElementHeader): boolean {
    switch (header.id) {
      case ids.EBML: {
        if (this.#ebml !== undefined) throw this.#refuse('unsupported', header, 'a second document');
        const bytes = this.#take(header);
        if (bytes === undefined) return false;
        this.#ebml = bytes;
        checkDocType(bytes, header.length);
        return true;
      }
      case ids.Segment:
        if (this.#ebml === undefined) throw this.#refuse('malformed', header, 'no EBML header before it');
        if (this.#segmentEnd !== undefined) throw this.#refuse('unsupported', header, 'a second Segment');
        this.#queue.skip(header.length);
        this.#segmentEnd = this.#queue.position + header.size;
        return true;
      case ids.Void:
      case ids.CRC32:
        if (this.#ebml !== undefined) return this.#pass(header);
        break;
    }
    throw this.#refuse('malformed', header, 'neither an EBML header nor a Segment');
  }

  #readInSegment(header: ElementHeader): boolean {
    switch (header.id) {
      case ids.EBML:
        throw this.#refuse('unsupported', header, 'a second document');
      case ids.Segment:
        throw this.#refuse('malformed', header, 'inside a Segment');
      case ids.Cluster:
        this.#openCluster(header);
        return true;
      case ids.Info: {
        if (this.#inMedia || this.#info !== undefined) return this.#pass(header);
        const { position } = this.#queue;
        const bytes = this.#take(header);
        if (bytes === undefined) return false;
        this.#info = readInfo(bytes.subarray(header.length), position + header.length);
        return true;
      }
      case ids.Tracks: {
        if (this.#inMedia || this.#tracks !== undefined) return this.#pass(header);
        const { position } = this.#queue;
        const bytes = this.#take(header);
        if (bytes === undefined) return false;
        const tickNs = this.#info?.tickNs ?? 1_000_000;
        const tracks = readTracks(bytes.subarray(header.length), position + header.length, tickNs);
        this.#tracks = bytes;
        this.#cueTrack = cueTrackOf(tracks);
        this.#clocks = startClocks(tracks);
        return true;
      }
      default:
        return this.#pass(header);
    }
  }

  #openCluster(header: ElementHeader): void {
    const offset = this.#queue.position;
    if (!this.#inMedia) this.#header = this.#headerBefore(offset, header);
    this.#inMedia = true;
    this.#queue.skip(header.length);
    const end = this.#queue.position + header.size;
    this.#cluster = { offset, headerLength: header.length, end, cued: false };
    this.#clusters.push(offset, header.length, Number.NaN, Number.isFinite(end) ? 1 : 0);
  }

  #headerBefore(mediaStart: number, header: ElementHeader): WebmHeader {
    if (this.#ebml === undefined || this.#tracks === undefined) {
      throw this.#refuse('malformed', header, 'no Tracks before the first Cluster');
    }
    const info = this.#info ?? readInfo(new Uint8Array(), 0);
    const made: WebmHeader = {
      ebml: this.#ebml,
      info: info.rest,
      tracks: this.#tracks,
      cueTrack: this.#cueTrack,
      tickNs: info.tickNs,
      ...(info.duration === undefined ? {} : { duration: info.duration }),
      mediaStart,
    };
    // Handed out with its slice: the state stays small.
    this.#info = undefined;
    this.#tracks = undefined;
    return made;
  }

  #closeCluster(end: number): void {
    const { length } = this.#clusters;
    if (length === 0) this.#closes = end;
    else this.#clusters[length - clusterRow.length + clusterRow.end] = end;
    this.#complete = end;
    this.#cluster = undefined;
  }

  #readInCluster(header: ElementHeader, cluster: OpenCluster): boolean {
    const { position } = this.#queue;
    switch (header.id) {
      case ids.Timestamp: {
        const bytes = this.#take(header, 8);
        if (bytes === undefined) return false;
        cluster.time = readUint(bytes.subarray(header.length), position, header.id);
        return true;
      }
      case ids.SimpleBlock:
        return this.#readBlock(header, cluster, position);
      case ids.BlockGroup:
        if (header.size === Number.POSITIVE_INFINITY)
          throw this.#refuse('malformed', header, 'its size is unknown');
        this.#queue.skip(header.length);
        this.#groupEnd = this.#queue.position + header.size;
        return true;
    }
    if (header.id === ids.EBML) throw this.#refuse('unsupported', header, 'a second document');
    if (header.id === ids.Segment || (topLevel.has(header.id) && cluster.end !== Number.POSITIVE_INFINITY)) {
      throw this.#refuse('malformed', header, 'inside a Cluster');
    }
    if (!topLevel.has(header.id)) return this.#pass(header);
    this.#closeCluster(position);
    return true;
  }

  #readInGroup(header: ElementHeader): boolean {
    switch (header.id) {
      case ids.Block:
        if (this.#cluster === undefined) return this.#pass(header);
        if (this.#block !== undefined)
          throw this.#refuse('malformed', header, 'a second one in its BlockGroup');
        return this.#readBlock(header, this.#cluster, this.#queue.position);
      case ids.BlockDuration: {
        const { position } = this.#queue;
        const bytes = this.#take(header, 8);
        if (bytes === undefined) return false;
        if (this.#block !== undefined)
          this.#block.duration = readUint(bytes.subarray(header.length), position, header.id);
        return true;
      }
      case ids.ReferenceBlock:
        if (this.#block !== undefined) this.#block.key = false;
        return this.#pass(header);
      default:
        return this.#pass(header);
    }
  }

  /** Reads the header of a block (RFC 9559, section 10.1): track number, timestamp, flags. */
  #readBlock(header: ElementHeader, cluster: OpenCluster, position: number): boolean {
    if (cluster.time === undefined)
      throw this.#refuse('malformed', header, 'before the Timestamp of its Cluster');
    const bytes = this.#queue.peek(header.length + Math.min(header.size, 11));
    const first = bytes[header.length];
    if (first === 0 || header.size < 4) throw this.#refuse('malformed', header, 'no track number in it');
    const track = readVint(bytes, header.length);
    if (track === undefined) {
      if (bytes.length === header.length + header.size)
        throw this.#refuse('malformed', header, 'its track number is cut off');
      return false;
    }
    const at = header.length + track.length;
    if (at + 3 > header.length + header.size)
      throw this.#refuse('malformed', header, `only ${header.size} bytes long`);
    const flags = bytes[at + 2];
    if (flags === undefined) return false;
    const relative = (((bytes[at] ?? 0) << 24) | ((bytes[at + 1] ?? 0) << 16)) >> 16;
    const simple = header.id === ids.SimpleBlock;
    this.#block = {
      track: track.value,
      time: cluster.time + relative,
      position: position - cluster.offset - cluster.headerLength,
      key: !simple || (flags & 0x80) !== 0,
      duration: 0,
    };
    return this.#pass(header);
  }

  #finishBlock(end: number): void {
    const block = this.#block;
    const cluster = this.#cluster;
    this.#block = undefined;
    if (block === undefined || cluster === undefined) return;
    // A Cluster of known size that is cut off would claim more than there is: it counts as a whole.
    if (cluster.end === Number.POSITIVE_INFINITY) this.#complete = end;
    const clock = this.#clocks.find(({ number }) => number === block.track);
    if (clock !== undefined) advanceClock(clock, block.time, block.duration);
    if (block.key && block.track === this.#cueTrack && !cluster.cued) {
      cluster.cued = true;
      this.#cues.push(block.time, cluster.offset, block.position);
    }
  }

  /** Moves past an element, whether its bytes are here or still to come. */
  #pass(header: ElementHeader): boolean {
    if (header.size === Number.POSITIVE_INFINITY)
      throw this.#refuse('malformed', header, 'its size is unknown');
    this.#queue.skip(header.length + header.size);
    return true;
  }

  /** A copy of a whole element, once all of it is here. */
  #take(header: ElementHeader, most = largestHeaderElement): Uint8Array | undefined {
    if (header.size === Number.POSITIVE_INFINITY)
      throw this.#refuse('malformed', header, 'its size is unknown');
    if (header.size > most) throw this.#refuse('too-large', header, `${header.size} bytes`);
    const length = header.length + header.size;
    if (!this.#queue.has(length)) return undefined;
    const bytes = this.#queue.peek(length).slice();
    this.#queue.skip(length);
    return bytes;
  }

  #refuse(
    reason: 'malformed' | 'unsupported' | 'too-large',
    header: ElementHeader,
    detail: string,
  ): ContainerError {
    return new ContainerError(reason, this.#queue.position, nameOf(header.id), detail);
  }
}

function checkDocType(ebml: Uint8Array, headerLength: number): void {
  for (const child of readElements(ebml.subarray(headerLength), headerLength)) {
    if (child.id !== ids.DocType) continue;
    const type = String.fromCharCode(...child.data.subarray(0, 32)).replace(/\0+$/, '');
    if (type === 'webm' || type === 'matroska') return;
    throw new ContainerError('unsupported', child.offset, 'DocType', `it is ${JSON.stringify(type)}`);
  }
}
