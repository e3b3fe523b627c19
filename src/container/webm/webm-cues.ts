import { ids } from './ebml';
import { encodeSize, uintLength, writeUint } from './ebml-writer';
import { cueRow, type WebmHeader, type WebmPart } from './webm-part';

/**
 * Makes the element Cues (RFC 9559, section 5.1.5), or no bytes without key frames. It is between Tracks and the first
 * Cluster, so its positions depend on its own size: therefore every CuePoint has the same length, with as many bytes
 * for a position as the largest may need.
 *
 * @param cues the key frames, see {@link namedKeyFrames}
 * @param part the joined parts of the whole recording
 * @param start the offset of Cues, in bytes from the start of the Segment's data
 */
export function makeCues(cues: Float64Array, part: WebmPart, header: WebmHeader, start: number): Uint8Array {
  if (cues.length === 0) return new Uint8Array();
  const points = cues.length / cueRow.length;
  const time = widthOf(cues, cueRow.time);
  const track = uintLength(header.cueTrack);
  const inCluster = widthOf(cues, cueRow.position);
  // One byte of ID and one of size for each element of a CuePoint.
  const positionsLength = (cluster: number) => 2 + track + 2 + cluster + 2 + inCluster;
  const pointLength = (cluster: number) => 2 + 2 + time + 2 + positionsLength(cluster);
  const atMost = start + longestCuesHeader + points * pointLength(8) + part.complete - header.mediaStart;
  const cluster = uintLength(atMost);

  const size = encodeSize(points * pointLength(cluster));
  const bytes = new Uint8Array(4 + size.length + points * pointLength(cluster));
  writeUint(bytes, 0, ids.Cues, 4);
  bytes.set(size, 4);
  const moved = start + bytes.length - header.mediaStart;
  let at = 4 + size.length;
  const open = (id: number, length: number) => {
    bytes[at] = id;
    bytes[at + 1] = 0x80 | length;
    at += 2;
  };
  const value = (id: number, content: number, length: number) => {
    open(id, length);
    at = writeUint(bytes, at, content, length);
  };
  for (let row = 0; row < cues.length; row += cueRow.length) {
    open(ids.CuePoint, pointLength(cluster) - 2);
    value(ids.CueTime, cues[row + cueRow.time] ?? 0, time);
    open(ids.CueTrackPositions, positionsLength(cluster));
    value(ids.CueTrack, header.cueTrack, track);
    value(ids.CueClusterPosition, (cues[row + cueRow.cluster] ?? 0) + moved, cluster);
    value(ids.CueRelativePosition, cues[row + cueRow.position] ?? 0, inCluster);
  }
  return bytes;
}

const longestCuesHeader = 12;

/** The key frames that Cues can list, as rows of {@link cueRow}: in order of time, in complete Clusters. */
export function namedKeyFrames({ cues, complete }: WebmPart): Float64Array {
  const kept = new Float64Array(cues.length);
  let length = 0;
  let latest = -1;
  for (let row = 0; row < cues.length; row += cueRow.length) {
    const time = cues[row + cueRow.time] ?? 0;
    if (time <= latest || (cues[row + cueRow.cluster] ?? 0) >= complete) continue;
    latest = time;
    for (let column = 0; column < cueRow.length; column++) kept[length++] = cues[row + column] ?? 0;
  }
  return kept.subarray(0, length);
}

/** How many bytes the largest value of a column needs. */
function widthOf(cues: Float64Array, column: number): number {
  let largest = 0;
  for (let row = column; row < cues.length; row += cueRow.length) largest = Math.max(largest, cues[row] ?? 0);
  return uintLength(largest);
}
