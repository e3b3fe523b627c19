import { boundTolerance, type ClipBounds, type ReadBytes } from '../clip-piece';
import { ContainerError } from '../container-error';
import { readElements } from './ebml';
import { advanceClocks, startClocks, type TrackClock, timesOf } from './webm-clock';
import { type ClusterBlock, readBlocks } from './webm-cluster';
import { clustersOf, readTimestamps, type WebmClusters } from './webm-clusters';
import { namedKeyFrames } from './webm-cues';
import { cueRow, endOfTimes, type WebmHeader, type WebmPart } from './webm-part';
import { readTracks } from './webm-tracks';

/** A range of a recording, cut: the Clusters from `first` to `last`, without the gaps. Times are in ticks. */
export interface WebmCut {
  readonly part: WebmPart;
  readonly header: WebmHeader;
  readonly clusters: WebmClusters;
  readonly first: number;
  readonly last: number;
  /** Where it begins and ends, as the recording counts. */
  readonly start: number;
  readonly end: number;
  /** Whether it begins exactly with the key frame: then the time of its first Cluster may be before `start`. */
  readonly continues: boolean;
  /** The blocks of the first and the last Cluster that are left out, in bytes from the start of the recording. */
  readonly gaps: readonly (readonly [start: number, end: number])[];
}

/** Where a clip can begin, in ms: the first key frame of each Cluster. */
export function webmCutPoints(part: WebmPart): Float64Array {
  const tickMs = (part.header?.tickNs ?? 0) / 1e6;
  return namedKeyFrames(part)
    .filter((_, column) => column % cueRow.length === cueRow.time)
    .map((time) => time * tickMs);
}

/**
 * Cuts a range of a recording. It begins with the Cluster of a key frame, because times count from there: sound of that
 * Cluster may come before the key frame. Blocks of the video track before the key frame can't be decoded and are left
 * out. If the range continues another one, all blocks before the key frame are.
 *
 * @param part the joined parts of the whole recording
 * @throws ContainerError `no-media` if no frame is in the range
 */
export async function cutWebm(
  part: WebmPart,
  { startMs, endMs, continues: isExact }: ClipBounds,
  read: ReadBytes,
): Promise<WebmCut> {
  const { header } = part;
  const continues = isExact === true;
  const clusters = clustersOf(part);
  if (header === undefined || clusters.count === 0) throw noMedia(part, 'no complete block in it');
  const tickMs = header.tickNs / 1e6;
  const keyFrames = namedKeyFrames(part);
  const cut = startMs === undefined ? -1 : lastCut(keyFrames, (startMs + boundTolerance) / tickMs);
  const first = cut < 0 ? 0 : clusters.offsets.indexOf(keyFrames[cut + cueRow.cluster] ?? 0);
  const mediaEnd = endOfTimes(part.times);
  const isOpen = endMs === undefined || endMs / tickMs >= mediaEnd;
  // The first block that is left out has at least this time.
  const limit = isOpen ? Number.POSITIVE_INFINITY : (endMs - boundTolerance) / tickMs;
  if (limit <= (cut < 0 ? 0 : (keyFrames[cut + cueRow.time] ?? 0)))
    throw noMedia(part, 'no frame between the bounds');
  const needed = isOpen ? clusters.count - 1 : clusterAfter(limit, keyFrames, clusters);
  await readTimestamps(clusters, first, needed, read);

  const head = cut < 0 ? [] : await blocksBefore(keyFrames.subarray(cut), first, clusters, read);
  const unseen = head.filter(({ track }) => continues || track === header.cueTrack);
  const earliest = clusters.earliest[first] ?? 0;
  const keyTime = keyFrames[cut + cueRow.time] ?? 0;
  const start = cut < 0 ? earliest : continues ? keyTime : Math.min(earliest, keyTime);
  const common = { part, header, clusters, first, start, continues };
  if (isOpen) return { ...common, last: clusters.count - 1, end: mediaEnd, gaps: unseen.map(bytesOf) };
  const tail = await readTail(clusters, first, limit, read);
  if (tail === undefined) throw noMedia(part, 'no frame between the bounds');
  const kept = tail.kept.filter((block) => !unseen.some((one) => one.start === block.start));
  return {
    ...common,
    last: tail.last,
    end: Math.max(Math.ceil(endMs / tickMs), endOfSound(kept, header)),
    gaps: [...unseen, ...tail.left].map(bytesOf).sort(([one], [two]) => one - two),
  };
}

/** The row of the last key frame up to that time, in ticks; -1 if there is none. */
function lastCut(keyFrames: Float64Array, time: number): number {
  let row = keyFrames.length - cueRow.length;
  while (row >= 0 && !((keyFrames[row + cueRow.time] ?? 0) <= time)) row -= cueRow.length;
  return row;
}

/** A Cluster that begins at that time or later; the last one if no key frame does. */
function clusterAfter(limit: number, keyFrames: Float64Array, { count, offsets }: WebmClusters): number {
  for (let row = 0; row < keyFrames.length; row += cueRow.length) {
    if ((keyFrames[row + cueRow.time] ?? 0) >= limit) {
      return Math.min(offsets.indexOf(keyFrames[row + cueRow.cluster] ?? 0) + 1, count - 1);
    }
  }
  return count - 1;
}

/** The blocks of a Cluster before its key frame: a few of sound. */
async function blocksBefore(
  keyFrame: Float64Array,
  cluster: number,
  { data, bodies, times }: WebmClusters,
  read: ReadBytes,
): Promise<ClusterBlock[]> {
  const start = bodies[cluster] ?? 0;
  const end = (data[cluster] ?? 0) + (keyFrame[cueRow.position] ?? 0);
  if (end <= start) return [];
  const [bytes = new Uint8Array()] = await read([[start, end]]);
  return readBlocks(bytes, start, times[cluster] ?? 0);
}

/** The last Cluster with a block before the limit: these blocks, and those that are left out. */
async function readTail(
  { count, times, bodies, ends }: WebmClusters,
  first: number,
  limit: number,
  read: ReadBytes,
): Promise<
  { readonly last: number; readonly kept: ClusterBlock[]; readonly left: ClusterBlock[] } | undefined
> {
  let last = first;
  while (last + 1 < count && (times[last + 1] ?? 0) < limit) last += 1;
  for (; last >= first; last--) {
    const start = bodies[last] ?? 0;
    const [bytes = new Uint8Array()] = await read([[start, ends[last] ?? start]]);
    const blocks = readBlocks(bytes, start, times[last] ?? 0);
    // A frame may need one that comes before it in the file and is shown after it.
    const lasts = new Map(
      blocks.filter(({ time }) => time < limit).map(({ track, start }) => [track, start] as const),
    );
    const isKept = ({ track, start }: ClusterBlock) => start <= (lasts.get(track) ?? -1);
    const kept = blocks.filter(isKept);
    if (kept.length > 0) return { last, kept, left: blocks.filter((block) => !isKept(block)) };
  }
  return undefined;
}

/** When the sound of these blocks ends, in ticks: it is not cut short. */
function endOfSound(blocks: readonly ClusterBlock[], { tracks, tickNs }: WebmHeader): number {
  const [element] = readElements(tracks, 0);
  const read = element === undefined ? [] : readTracks(element.data, element.offset, tickNs);
  let clocks: readonly TrackClock[] = startClocks(read.filter(({ type }) => type === sound));
  for (const block of blocks) clocks = advanceClocks(clocks, block);
  return Math.ceil(endOfTimes(timesOf(clocks)));
}

/** TrackType (RFC 9559, section 5.1.4.1.3). */
const sound = 2;

function bytesOf({ start, end }: ClusterBlock): readonly [number, number] {
  return [start, end];
}

function noMedia({ start }: WebmPart, detail: string): ContainerError {
  return new ContainerError('no-media', start, 'Segment', detail);
}
