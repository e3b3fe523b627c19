import type { TrackClock } from './webm-clock';
import type { WebmInfo } from './webm-tracks';

/** A block that is not complete yet. */
export interface OpenBlock {
  readonly track: number;
  /** In ticks. */
  readonly time: number;
  readonly key: boolean;
  /** BlockDuration in ticks; 0 if it has none. */
  readonly duration: number;
}

/** A Cluster that is not complete yet. */
export interface OpenCluster {
  readonly offset: number;
  /** The start and end of its data; the end is `Infinity` if the size is unknown. */
  readonly dataStart: number;
  readonly end: number;
  /** Its Timestamp in ticks; `undefined` until it is read. */
  readonly time: number | undefined;
  /** The end of the element Timestamp, once it is read. */
  readonly timeEnd: number;
  /** The earliest time in it so far, in ticks: its own, or that of a block. */
  readonly earliest: number;
  /** Whether it has a key frame so far. */
  readonly cued: boolean;
  /** The offset of its CRC-32, if it has one. */
  readonly checksumAt: number | undefined;
}

/** The progress of a WebM's index, without the unread bytes. */
export interface WebmProgress {
  readonly ebml: Uint8Array | undefined;
  /** Only until the first Cluster starts, like `tracks`. */
  readonly info: WebmInfo | undefined;
  readonly tracks: Uint8Array | undefined;
  readonly cueTrack: number;
  readonly isCueTrackVideo: boolean;
  /** CodecID of that track. */
  readonly codec: string;
  readonly clocks: readonly TrackClock[];
  /** Whether the first Cluster has started. */
  readonly inMedia: boolean;
  /** The end of Segment's data; `undefined` before it starts. */
  readonly segmentEnd: number | undefined;
  readonly cluster: OpenCluster | undefined;
  /** The current BlockGroup. */
  readonly group: { readonly offset: number; readonly end: number } | undefined;
  readonly block: OpenBlock | undefined;
  /** The offset of the current block, or of its BlockGroup. */
  readonly blockOffset: number;
  /** The end of the last complete block. */
  readonly blockEnd: number;
  /** The same, but in a Cluster of known size only once that is complete. */
  readonly complete: number;
}

/** Before the first byte. */
export const webmStart: WebmProgress = {
  ebml: undefined,
  info: undefined,
  tracks: undefined,
  cueTrack: 0,
  isCueTrackVideo: false,
  codec: '',
  clocks: [],
  inMedia: false,
  segmentEnd: undefined,
  cluster: undefined,
  group: undefined,
  block: undefined,
  blockOffset: 0,
  blockEnd: 0,
  complete: 0,
};
