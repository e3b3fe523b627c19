import type { ReadBytes } from '../clip-piece';
import { ids, readElementHeader, readUint } from './ebml';
import { clusterRow, timestampRow, type WebmPart } from './webm-part';

/** The Clusters of a recording with complete blocks, in the order of the file, by column. */
export interface WebmClusters {
  readonly count: number;
  /** The start of each, and of its data, in bytes from the start of the recording. */
  readonly offsets: Float64Array;
  readonly data: Float64Array;
  /** The end of each, or of its last complete block. */
  readonly ends: Float64Array;
  /** Whether its size is written (1) or not (0). */
  readonly sized: Uint8Array;
  /** Its Timestamp in ticks; NaN if it isn't in the index. */
  readonly times: Float64Array;
  /** The end of the element Timestamp. */
  readonly bodies: Float64Array;
  /** The earliest time in it, in ticks. */
  readonly earliest: Float64Array;
}

/** The Clusters of a recording as its index has them. */
export function clustersOf({ clusters, timestamps, complete }: WebmPart): WebmClusters {
  const most = clusters.length / clusterRow.length;
  const offsets = new Float64Array(most);
  const data = new Float64Array(most);
  const ends = new Float64Array(most);
  const sized = new Uint8Array(most);
  const times = new Float64Array(most).fill(Number.NaN);
  const bodies = new Float64Array(most);
  const earliest = new Float64Array(most);
  let count = 0;
  let stated = 0;
  for (let row = 0; row < clusters.length; row += clusterRow.length) {
    const offset = clusters[row + clusterRow.offset] ?? 0;
    if (offset >= complete) break;
    const end = clusters[row + clusterRow.end] ?? Number.NaN;
    offsets[count] = offset;
    data[count] = offset + (clusters[row + clusterRow.headerLength] ?? 0);
    ends[count] = end <= complete ? end : complete;
    sized[count] = clusters[row + clusterRow.sized] ?? 0;
    for (; (timestamps?.[stated] ?? Number.POSITIVE_INFINITY) <= offset; stated += timestampRow.length) {
      if (timestamps?.[stated] !== offset) continue;
      times[count] = timestamps[stated + timestampRow.time] ?? 0;
      bodies[count] = timestamps[stated + timestampRow.end] ?? 0;
      earliest[count] = timestamps[stated + timestampRow.earliest] ?? 0;
    }
    count += 1;
  }
  return { count, offsets, data, ends, sized, times, bodies, earliest };
}

/** How many bytes of a Cluster its Timestamp is looked for in: it comes first, or after a CRC-32 (RFC 8794, section 11.3.1). */
const reach = 32;

/**
 * Reads the Timestamps that the index doesn't have, and fills them in.
 *
 * @param first the first and last Cluster that need one
 * @throws ContainerError if the bytes aren't those of Clusters
 */
export async function readTimestamps(
  clusters: WebmClusters,
  first: number,
  last: number,
  read: ReadBytes,
): Promise<void> {
  const { data, ends, times, bodies, earliest } = clusters;
  const missing: number[] = [];
  for (let index = first; index <= last; index++) if (Number.isNaN(times[index])) missing.push(index);
  if (missing.length === 0) return;
  const heads = await read(
    missing.map((index) => {
      const start = data[index] ?? 0;
      return [start, Math.min(start + reach, ends[index] ?? start)] as const;
    }),
  );
  for (const [place, index] of missing.entries()) {
    const start = data[index] ?? 0;
    const found = findTimestamp(heads[place] ?? new Uint8Array(), start);
    // A Cluster without one has no block either.
    times[index] = earliest[index] = found?.time ?? times[index - 1] ?? 0;
    bodies[index] = found === undefined ? (ends[index] ?? start) : start + found.end;
  }
}

function findTimestamp(
  head: Uint8Array,
  origin: number,
): { readonly time: number; readonly end: number } | undefined {
  let at = 0;
  while (at < head.length) {
    const header = readElementHeader(head, at, origin);
    if (header === undefined) return undefined;
    const end = at + header.length + header.size;
    if (header.id === ids.Timestamp && end <= head.length) {
      return { time: readUint(head.subarray(at + header.length, end), origin + at, header.id), end };
    }
    at = end;
  }
  return undefined;
}
