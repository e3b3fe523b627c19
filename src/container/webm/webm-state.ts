import type { TrackClock } from './webm-clock';
import type { WebmInfo } from './webm-tracks';

/** A block whose bytes are not all here yet. */
export interface OpenBlock {
  readonly track: number;
  /** In ticks. */
  readonly time: number;
  readonly key: boolean;
  /** BlockDuration in ticks; 0 where it has none. */
  readonly duration: number;
}

/** A Cluster whose end is not here yet. */
export interface OpenCluster {
  readonly offset: number;
  /** Where its data begins, and where it ends: `Infinity` where its size is unknown. */
  readonly dataStart: number;
  readonly end: number;
  /** Its Timestamp in ticks; `undefined` until it was read. */
  readonly time: number | undefined;
  /** Whether a key frame in it was found. */
  readonly cued: boolean;
}

/** How far the index of a WebM has come, its bytes left out. */
export interface WebmProgress {
  readonly ebml: Uint8Array | undefined;
  /** Until the first Cluster begins. */
  readonly info: WebmInfo | undefined;
  readonly tracks: Uint8Array | undefined;
  readonly cueTrack: number;
  readonly clocks: readonly TrackClock[];
  /** Whether the first Cluster has begun. */
  readonly inMedia: boolean;
  /** Where Segment's data ends; `undefined` before it begins. */
  readonly segmentEnd: number | undefined;
  readonly cluster: OpenCluster | undefined;
  /** The BlockGroup under way. */
  readonly group: { readonly offset: number; readonly end: number } | undefined;
  readonly block: OpenBlock | undefined;
  /** Where the block under way, or its BlockGroup, begins. */
  readonly blockOffset: number;
  /** Where the last complete block ends. */
  readonly complete: number;
}

/** Before the first byte. */
export const webmStart: WebmProgress = {
  ebml: undefined,
  info: undefined,
  tracks: undefined,
  cueTrack: 0,
  clocks: [],
  inMedia: false,
  segmentEnd: undefined,
  cluster: undefined,
  group: undefined,
  block: undefined,
  blockOffset: 0,
  complete: 0,
};
