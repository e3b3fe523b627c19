import { ByteQueue } from '../byte-queue';
import {
  findAv1Label,
  findVp9Label,
  type LabelFinder,
  labelReach,
  labelsOf,
  rowOfLabel,
} from '../color-label';
import { ContainerError, type ContainerErrorReason } from '../container-error';
import type { Salvage } from '../salvage';
import {
  type ElementHeader,
  ids,
  longestHeader,
  nameOf,
  readElementHeader,
  readElements,
  readUint,
} from './ebml';
import { encodeId, encodeSizeIn } from './ebml-writer';
import { type BlockHeader, longestBlockHeader, readBlockHeader } from './webm-block';
import { advanceClocks, startClocks, timesOf } from './webm-clock';
import { clusterRow, timestampsOf, type WebmHeader, type WebmPart } from './webm-part';
import { type OpenCluster, type WebmProgress, webmStart } from './webm-state';
import { cueTrackOf, readInfo, readTracks } from './webm-tracks';

const largestHeaderElement = 4 * 2 ** 20;
const unknown = Number.POSITIVE_INFINITY;

/** TrackType (RFC 9559, section 5.1.4.1.3). */
const video = 1;

/** By CodecID. */
const labelFinders: Readonly<Record<string, LabelFinder>> = { V_VP9: findVp9Label, V_AV1: findAv1Label };

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
 * Indexes a WebM or Matroska recording (RFC 9559) slice by slice, for a seekable file. It makes no difference where the
 * bytes are split; a block counts once its last byte is here.
 */
export class WebmIndex {
  readonly #queue = new ByteQueue();
  readonly #at: { -readonly [field in keyof WebmProgress]: WebmProgress[field] } = { ...webmStart };
  #error: ContainerError | undefined;

  // What the current slice adds.
  #header: WebmHeader | undefined;
  #clusters: number[] = [];
  #closes: number | undefined;
  #timestamps: number[] = [];
  #cues: number[] = [];
  #labels: number[] = [];

  /**
   * Reads the next slice, which may be empty and may end anywhere.
   *
   * @throws {@link ContainerError} if the bytes aren't WebM; then every later call throws the same error
   */
  push(slice: Uint8Array): WebmPart {
    const part = this.read(slice);
    if (this.#error !== undefined) throw this.#error;
    return part;
  }

  /** Why no more bytes are read, if they aren't WebM. */
  get error(): ContainerError | undefined {
    return this.#error;
  }

  /**
   * Reads the next slice up to the first byte that contradicts the format; {@link error} says so then.
   *
   * @throws {@link ContainerError} if an earlier slice did
   */
  read(slice: Uint8Array): WebmPart {
    if (this.#error !== undefined) throw this.#error;
    const start = this.#queue.pushed;
    this.#header = undefined;
    this.#clusters = [];
    this.#closes = undefined;
    this.#timestamps = [];
    this.#cues = [];
    this.#labels = [];
    this.#queue.push(slice);
    try {
      while (this.#step());
    } catch (error) {
      if (!(error instanceof ContainerError)) throw error;
      this.#error = error;
    }
    this.#queue.settle();
    return this.#part(start);
  }

  /** What the last slice has added. @param start its own */
  #part(start: number): WebmPart {
    return {
      container: 'webm',
      start,
      end: this.#queue.pushed,
      ...(this.#header === undefined ? {} : { header: this.#header }),
      clusters: Float64Array.from(this.#clusters),
      ...(this.#closes === undefined ? {} : { closes: this.#closes }),
      ...timestampsOf([Float64Array.from(this.#timestamps)]),
      cues: Float64Array.from(this.#cues),
      complete: this.#at.complete,
      times: timesOf(this.#at.clocks),
      ...labelsOf(this.#labels),
    };
  }

  /**
   * After the last slice: the complete blocks of the Cluster that the bytes end in, if its size is known. It says that the
   * Cluster ends there; its patches make that true.
   */
  salvage(): Salvage<WebmPart> | undefined {
    const { cluster, blockEnd } = this.#at;
    if (cluster === undefined || cluster.end === unknown || blockEnd <= cluster.dataStart) return undefined;
    const { pushed } = this.#queue;
    const part: WebmPart = {
      container: 'webm',
      start: pushed,
      end: pushed,
      clusters: new Float64Array(),
      closes: blockEnd,
      cues: new Float64Array(),
      complete: blockEnd,
      times: timesOf(this.#at.clocks),
    };
    const sizeAt = cluster.offset + encodeId(ids.Cluster).length;
    const size = encodeSizeIn(cluster.dataStart - sizeAt, blockEnd - cluster.dataStart);
    const patches = [{ offset: sizeAt, bytes: size }];
    // A checksum would be wrong now.
    if (cluster.checksumAt !== undefined)
      patches.push({ offset: cluster.checksumAt, bytes: Uint8Array.of(ids.Void) });
    return { part, patches };
  }

  /** Reads one element or the available part of it; `false` if more bytes are needed. */
  #step(): boolean {
    if (!this.#queue.reached) return false;
    const { position } = this.#queue;
    if (this.#at.group?.end === position) this.#at.group = undefined;
    if (this.#at.group === undefined) this.#finishBlock(position);
    const { cluster, segmentEnd } = this.#at;
    if (cluster !== undefined && (cluster.end === position || segmentEnd === position)) {
      this.#closeCluster(position);
    }
    const header = readElementHeader(this.#queue.peek(longestHeader), 0, position);
    if (header === undefined) return false;
    if (header.size !== unknown) this.#checkEnd(header, position + header.length + header.size);
    if (this.#at.group !== undefined) return this.#readInGroup(header);
    if (this.#at.cluster !== undefined) return this.#readInCluster(header, this.#at.cluster);
    if (segmentEnd !== undefined && position < segmentEnd) return this.#readInSegment(header);
    return this.#readInFile(header);
  }

  #checkEnd(header: ElementHeader, end: number): void {
    if (!Number.isSafeInteger(end)) throw this.#refuse('too-large', header, 'it ends above 2^53');
    const { group, cluster, segmentEnd } = this.#at;
    const inSegment = segmentEnd !== undefined && this.#queue.position < segmentEnd;
    if (end > (group?.end ?? cluster?.end ?? unknown) || (inSegment && end > segmentEnd)) {
      throw this.#refuse('malformed', header, 'it reaches beyond its parent');
    }
  }

  #readInFile(header: ElementHeader): boolean {
    const { ebml, segmentEnd } = this.#at;
    if (header.id === ids.EBML) {
      if (ebml !== undefined) throw this.#refuse('unsupported', header, 'a second document');
      const { position } = this.#queue;
      const bytes = this.#take(header);
      if (bytes === undefined) return false;
      checkDocType(bytes, header.length, position);
      this.#at.ebml = bytes;
      return true;
    }
    if (ebml === undefined) throw this.#refuse('malformed', header, 'no EBML header before it');
    if (header.id === ids.Segment) {
      if (segmentEnd !== undefined) throw this.#refuse('unsupported', header, 'a second Segment');
      this.#queue.skip(header.length);
      this.#at.segmentEnd = this.#queue.position + header.size;
      return true;
    }
    if (header.id === ids.Void || header.id === ids.CRC32) return this.#pass(header);
    throw this.#refuse('malformed', header, 'outside of the Segment');
  }

  #readInSegment(header: ElementHeader): boolean {
    const { info, tracks, inMedia } = this.#at;
    const { position } = this.#queue;
    if (header.id === ids.EBML) throw this.#refuse('unsupported', header, 'a second document');
    if (header.id === ids.Segment) throw this.#refuse('malformed', header, 'inside a Segment');
    if (header.id === ids.Cluster) return this.#openCluster(header);
    if (header.id === ids.Info && !inMedia && info === undefined) {
      const bytes = this.#take(header);
      if (bytes === undefined) return false;
      this.#at.info = readInfo(bytes.subarray(header.length), position + header.length);
      return true;
    }
    if (header.id === ids.Tracks && !inMedia && tracks === undefined) {
      const bytes = this.#take(header);
      if (bytes === undefined) return false;
      const read = readTracks(bytes.subarray(header.length), position + header.length, info?.tickNs);
      this.#at.tracks = bytes;
      const cued = cueTrackOf(read);
      this.#at.cueTrack = cued?.number ?? 0;
      this.#at.isCueTrackVideo = cued?.type === video;
      this.#at.codec = cued?.codec ?? '';
      this.#at.clocks = startClocks(read);
      return true;
    }
    return this.#pass(header);
  }

  #openCluster(header: ElementHeader): true {
    const offset = this.#queue.position;
    if (!this.#at.inMedia) this.#openMedia(offset, header);
    this.#queue.skip(header.length);
    const dataStart = this.#queue.position;
    const end = dataStart + header.size;
    this.#at.cluster = {
      offset,
      dataStart,
      end,
      time: undefined,
      timeEnd: dataStart,
      earliest: unknown,
      cued: false,
      checksumAt: undefined,
    };
    this.#clusters.push(offset, header.length, Number.NaN, end === unknown ? 0 : 1);
    return true;
  }

  #openMedia(mediaStart: number, header: ElementHeader): void {
    const { ebml, tracks, cueTrack } = this.#at;
    if (ebml === undefined || tracks === undefined) {
      throw this.#refuse('malformed', header, 'no Tracks before the first Cluster');
    }
    const { tickNs, duration, rest } = this.#at.info ?? readInfo(new Uint8Array(), 0);
    const measured = duration === undefined ? {} : { duration };
    this.#header = { ebml, info: rest, tracks, cueTrack, tickNs, ...measured, mediaStart };
    // It is returned with its slice, and not kept.
    Object.assign(this.#at, { inMedia: true, info: undefined, tracks: undefined });
  }

  #closeCluster(end: number): void {
    const { length } = this.#clusters;
    if (length === 0) this.#closes = end;
    else this.#clusters[length - clusterRow.length + clusterRow.end] = end;
    this.#at.complete = end;
    this.#at.cluster = undefined;
  }

  #readInCluster(header: ElementHeader, cluster: OpenCluster): boolean {
    const { position } = this.#queue;
    switch (header.id) {
      case ids.Timestamp: {
        const time = this.#takeUint(header);
        if (time === undefined) return false;
        const timeEnd = this.#queue.position;
        this.#at.cluster = this.#noteTime({ ...cluster, time, timeEnd, earliest: time });
        return true;
      }
      case ids.SimpleBlock:
        return this.#readBlock(header, cluster, position);
      case ids.BlockGroup:
        if (header.size === unknown) throw this.#refuse('malformed', header, 'its size is unknown');
        this.#queue.skip(header.length);
        this.#at.group = { offset: position, end: this.#queue.position + header.size };
        return true;
    }
    if (header.id === ids.EBML) throw this.#refuse('unsupported', header, 'a second document');
    if (header.id === ids.Segment || (topLevel.has(header.id) && cluster.end !== unknown)) {
      throw this.#refuse('malformed', header, 'inside a Cluster');
    }
    if (header.id === ids.CRC32) this.#at.cluster = { ...cluster, checksumAt: position };
    if (!topLevel.has(header.id)) return this.#pass(header);
    this.#closeCluster(position);
    return true;
  }

  /** Adds a row to the Timestamps. */
  #noteTime(cluster: OpenCluster): OpenCluster {
    this.#timestamps.push(cluster.offset, cluster.time ?? 0, cluster.timeEnd, cluster.earliest);
    return cluster;
  }

  #readInGroup(header: ElementHeader): boolean {
    const { block, cluster, group } = this.#at;
    if (header.id === ids.Block && cluster !== undefined && group !== undefined) {
      if (block !== undefined) throw this.#refuse('malformed', header, 'a second one in its BlockGroup');
      return this.#readBlock(header, cluster, group.offset);
    }
    if (header.id === ids.BlockDuration) {
      const duration = this.#takeUint(header);
      if (duration !== undefined && block !== undefined) this.#at.block = { ...block, duration };
      return duration !== undefined;
    }
    if (header.id === ids.ReferenceBlock && block !== undefined) this.#at.block = { ...block, key: false };
    return this.#pass(header);
  }

  #readBlock(header: ElementHeader, cluster: OpenCluster, offset: number): boolean {
    if (cluster.time === undefined) {
      throw this.#refuse('malformed', header, 'before the Timestamp of its Cluster');
    }
    if (header.size === unknown) throw this.#refuse('malformed', header, 'its size is unknown');
    const bytes = this.#queue.peek(header.length + Math.min(header.size, longestBlockHeader));
    const block = readBlockHeader(bytes, header, this.#queue.position);
    if (block === undefined) return false;
    const { track, time, key } = block;
    // A Block has no flag: it is a key frame unless its BlockGroup refers to another block. Firefox sets none on sound.
    const isKey =
      key || header.id === ids.Block || (!this.#at.isCueTrackVideo && track === this.#at.cueTrack);
    if (isKey && track === this.#at.cueTrack && !this.#readLabel(header, block)) return false;
    this.#at.block = { track, time: cluster.time + time, key: isKey, duration: 0 };
    this.#at.blockOffset = offset;
    return this.#pass(header);
  }

  /** Looks for the label in a key frame; `false` until enough of it is here. */
  #readLabel(header: ElementHeader, block: BlockHeader): boolean {
    const find = labelFinders[this.#at.codec];
    if (find === undefined) return true;
    const reach = header.length + Math.min(header.size, block.length + labelReach);
    if (!this.#queue.has(reach)) return false;
    const start = header.length + block.length;
    const label = find(this.#queue.peek(reach).subarray(start));
    if (label !== undefined) this.#labels.push(...rowOfLabel(label, this.#queue.position + start));
    return true;
  }

  /** Counts the block that ends here, if there is one. */
  #finishBlock(end: number): void {
    const { block, cluster, cueTrack } = this.#at;
    if (block === undefined || cluster === undefined) return;
    this.#at.block = undefined;
    this.#at.blockEnd = end;
    // A truncated Cluster of known size would state more bytes than there are: it counts only as a whole.
    if (cluster.end === unknown) this.#at.complete = end;
    this.#at.clocks = advanceClocks(this.#at.clocks, block);
    const isEarlier = block.time < cluster.earliest;
    const noted = isEarlier ? this.#noteTime({ ...cluster, earliest: block.time }) : cluster;
    const isFirstKey = block.key && block.track === cueTrack && !cluster.cued;
    this.#at.cluster = isFirstKey ? { ...noted, cued: true } : noted;
    if (isFirstKey) {
      this.#cues.push(block.time, cluster.offset, this.#at.blockOffset - cluster.dataStart);
    }
  }

  /** Skips an element, whether its bytes are here or still to come. */
  #pass(header: ElementHeader): true {
    if (header.size === unknown) throw this.#refuse('malformed', header, 'its size is unknown');
    this.#queue.skip(header.length + header.size);
    return true;
  }

  /** A copy of a complete element; `undefined` until all of it is here. */
  #take(header: ElementHeader, most = largestHeaderElement): Uint8Array | undefined {
    if (header.size === unknown) throw this.#refuse('malformed', header, 'its size is unknown');
    if (header.size > most) throw this.#refuse('too-large', header, `${header.size} bytes`);
    const length = header.length + header.size;
    if (!this.#queue.has(length)) return undefined;
    const bytes = this.#queue.peek(length).slice();
    this.#queue.skip(length);
    return bytes;
  }

  #takeUint(header: ElementHeader): number | undefined {
    const { position } = this.#queue;
    const bytes = this.#take(header, 8);
    return bytes && readUint(bytes.subarray(header.length), position, header.id);
  }

  #refuse(reason: ContainerErrorReason, header: ElementHeader, detail: string): ContainerError {
    return new ContainerError(reason, this.#queue.position, nameOf(header.id), detail);
  }
}

function checkDocType(ebml: Uint8Array, headerLength: number, offset: number): void {
  for (const child of readElements(ebml.subarray(headerLength), offset + headerLength)) {
    if (child.id !== ids.DocType) continue;
    const type = String.fromCharCode(...child.data.subarray(0, 32)).replace(/\0+$/, '');
    if (type === 'webm' || type === 'matroska') return;
    throw new ContainerError('unsupported', child.offset, 'DocType', `it is ${JSON.stringify(type)}`);
  }
}
