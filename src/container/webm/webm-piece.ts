import { boundTolerance, type ReadBytes } from '../clip-piece';
import { concat } from '../concat';
import { ContainerError } from '../container-error';
import type { Packet, PieceBounds, PieceCodec, PieceFrame, PieceSource } from '../piece-source';
import { ids, readElements } from './ebml';
import { element, encodeId, unknownSize8 } from './ebml-writer';
import { type ClusterBlock, makeCluster, type NewBlock, readBlocks } from './webm-cluster';
import { clustersOf, readTimestamps, type WebmClusters } from './webm-clusters';
import { namedKeyFrames } from './webm-cues';
import { cueRow, endOfTimes, type WebmHeader, type WebmPart } from './webm-part';
import { readTracks } from './webm-tracks';

/** By CodecID. Chromium's H.264 in Matroska has no CodecPrivate: nothing could be joined to it. */
const codecs: Readonly<Record<string, PieceCodec>> = { V_VP8: 'vp8', V_VP9: 'vp9', V_AV1: 'av1' };

/** TrackType (RFC 9559, section 5.1.4.1.3). */
const video = 1;

/** A new Cluster begins after so many ms; times in a Cluster have 16 bits. */
const clusterMs = 1000;

/**
 * The piece of a recording from a moment to the next key frame; `undefined` if the moment is a place where the recording
 * can be cut without it, or if no key frame comes before.
 *
 * @param part the joined parts of the whole recording
 * @throws ContainerError `unsupported` if its video can't be encoded again
 */
export async function readWebmPiece(
  part: WebmPart,
  { startMs, endMs }: PieceBounds,
  read: ReadBytes,
): Promise<PieceSource | undefined> {
  const { header } = part;
  const clusters = clustersOf(part);
  if (header === undefined || clusters.count === 0) return undefined;
  const tickMs = header.tickNs / 1e6;
  // The frame that is visible then gets this time, and a file counts in ticks.
  const start = Math.floor((startMs + boundTolerance) / tickMs);
  const mediaEnd = endOfTimes(part.times);
  const isOpen = endMs === undefined || endMs / tickMs >= mediaEnd;
  const limit = isOpen ? Number.POSITIVE_INFINITY : (endMs - boundTolerance) / tickMs;
  const keyFrames = namedKeyFrames(part);
  const from = lastUpTo(keyFrames, start);
  if (from < 0) return undefined;
  const rowOf = (row: number) => ({
    time: keyFrames[row + cueRow.time] ?? Number.POSITIVE_INFINITY,
    cluster: clusters.offsets.indexOf(keyFrames[row + cueRow.cluster] ?? 0),
    position: keyFrames[row + cueRow.position] ?? 0,
  });
  const key = rowOf(from);
  await readTimestamps(clusters, key.cluster, key.cluster, read);
  const isPlace = key.time === start && dataOf(key, clusters) === clusters.bodies[key.cluster];
  if (isPlace && clusters.times[key.cluster] === start) return undefined;

  let next: ReturnType<typeof rowOf> | undefined;
  for (let row = from + cueRow.length; row < keyFrames.length && next === undefined; row += cueRow.length) {
    const { time, cluster } = rowOf(row);
    if (time >= limit) break;
    await readTimestamps(clusters, cluster, cluster, read);
    // The rest of its Cluster keeps its times, which count from that of the Cluster.
    if (time > start && (clusters.times[cluster] ?? 0) >= start) next = rowOf(row);
  }
  const last = next?.cluster ?? lastBefore(limit, key.cluster, clusters);
  await readTimestamps(clusters, key.cluster, last, read);
  const until = next === undefined ? Number.POSITIVE_INFINITY : dataOf(next, clusters);
  const blocks = (await blocksOf(clusters, key.cluster, last, read)).filter(
    ({ start: at, time }) => at < until && time < limit,
  );
  const end = next?.time ?? (isOpen ? mediaEnd : Math.ceil(endMs / tickMs));
  const packet = ({ track, frame, frameEnd, time }: ClusterBlock, isKey: boolean): Packet => ({
    track,
    start: frame,
    end: frameEnd,
    timeMs: time * tickMs,
    isKey,
  });
  const keyAt = dataOf(key, clusters);
  const { codec, isVideo } = cueTrackOf(header);
  const frames = blocks.filter(({ track, start: at }) => isVideo && track === header.cueTrack && at >= keyAt);
  const others = blocks.filter(({ track, time }) => !(isVideo && track === header.cueTrack) && time >= start);
  if (isVideo && codec === undefined) throw refuse('CodecID', 'a codec that can’t be encoded again');
  if ([...frames, ...others].some(({ isLaced }) => isLaced)) throw refuse('Block', 'several frames in it');
  const piece = {
    start,
    end,
    // Cluster by Cluster, times don't step back.
    lastCluster: next === undefined ? end : (clusters.times[next.cluster] ?? 0),
  };
  return {
    codec: frames.length === 0 ? undefined : codec,
    nalLength: 0,
    frames: frames.map((block) => packet(block, block.start === keyAt)),
    others: others.map((block) => packet(block, true)),
    startMs: start * tickMs,
    endMs: end * tickMs,
    goesOn: next !== undefined,
    make: (encoded, data) => makePiece(header, piece, encoded, others, data),
  };
}

/** Bounds of a piece, and the latest time of a Cluster in it, in ticks of the recording. */
interface PieceTimes {
  readonly start: number;
  readonly end: number;
  readonly lastCluster: number;
}

function makePiece(
  header: WebmHeader,
  { start, end, lastCluster }: PieceTimes,
  frames: readonly PieceFrame[],
  others: readonly ClusterBlock[],
  data: readonly Uint8Array[],
): Uint8Array<ArrayBuffer> {
  const tickMs = header.tickNs / 1e6;
  const blocks: NewBlock[] = [
    ...frames.map(({ data: bytes, timeMs, isKey }) => ({
      track: header.cueTrack,
      time: Math.max(Math.round(timeMs / tickMs) - start, 0),
      isKey,
      data: bytes,
    })),
    ...others.map(({ track, time }, index) => ({
      track,
      time: time - start,
      isKey: true,
      data: data[index] ?? new Uint8Array(),
    })),
  ].sort((one, other) => one.time - other.time);
  const clusters: { readonly time: number; readonly blocks: NewBlock[] }[] = [];
  for (const block of withEnds(blocks, end - start)) {
    const open = clusters.at(-1);
    const isDue = open !== undefined && block.time - open.time >= clusterMs / tickMs;
    if (open === undefined || (isDue && block.time <= lastCluster - start)) {
      clusters.push({ time: block.time, blocks: [block] });
    } else open.blocks.push(block);
  }
  return concat([
    header.ebml,
    encodeId(ids.Segment),
    unknownSize8,
    element(ids.Info, header.info),
    header.tracks,
    ...clusters.map((cluster) => makeCluster(cluster.time, cluster.blocks)),
  ]);
}

/** The last block of each track states its duration: it ends with the piece. */
function withEnds(blocks: readonly NewBlock[], end: number): NewBlock[] {
  const ends = new Map(blocks.map((block) => [block.track, block]));
  return blocks.map((block) =>
    ends.get(block.track) === block ? { ...block, duration: Math.max(end - block.time, 1) } : block,
  );
}

function lastUpTo(keyFrames: Float64Array, time: number): number {
  let row = keyFrames.length - cueRow.length;
  while (row >= 0 && !((keyFrames[row + cueRow.time] ?? 0) <= time)) row -= cueRow.length;
  return row;
}

interface KeyFrame {
  readonly cluster: number;
  readonly position: number;
}

/** The offset of a key frame's block. */
function dataOf({ cluster, position }: KeyFrame, { data }: Pick<WebmClusters, 'data'>): number {
  return (data[cluster] ?? 0) + position;
}

/** The last Cluster that begins before the limit, in ticks. */
function lastBefore(limit: number, first: number, { count, times }: WebmClusters): number {
  let last = first;
  while (last + 1 < count && !((times[last + 1] ?? Number.NaN) >= limit)) last += 1;
  return last;
}

async function blocksOf(
  { bodies, ends, times }: WebmClusters,
  first: number,
  last: number,
  read: ReadBytes,
): Promise<ClusterBlock[]> {
  const indexes = Array.from({ length: last - first + 1 }, (_, index) => first + index);
  const bytes = await read(indexes.map((index) => [bodies[index] ?? 0, ends[index] ?? 0] as const));
  return indexes.flatMap((index, place) =>
    readBlocks(bytes[place] ?? new Uint8Array(), bodies[index] ?? 0, times[index] ?? 0),
  );
}

/** Whether the video of a recording with that header, if any, can be encoded again. */
export function webmTakesPieces(header: WebmHeader): boolean {
  const { codec, isVideo } = cueTrackOf(header);
  return !isVideo || codec !== undefined;
}

function cueTrackOf({ tracks, cueTrack, tickNs }: WebmHeader) {
  const [whole] = readElements(tracks, 0);
  const all = whole === undefined ? [] : readTracks(whole.data, whole.offset, tickNs);
  const track = all.find(({ number }) => number === cueTrack);
  return { codec: codecs[track?.codec ?? ''], isVideo: track?.type === video };
}

function refuse(name: string, detail: string): ContainerError {
  return new ContainerError('unsupported', 0, name, detail);
}
