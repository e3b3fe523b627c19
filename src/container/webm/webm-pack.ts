import { unknownSize8, writeSize8 } from './ebml-writer';
import { clusterRow, type WebmPart } from './webm-part';

/**
 * Writes the sizes of the Clusters into a pack, in place, if they are unknown and have the field of 8 bytes that Chrome
 * writes. A Cluster whose end isn't known, or whose header starts in the pack before, keeps its unknown size: that is
 * valid too.
 *
 * @param bytes the pack: all the bytes that `part` covers
 * @param part the joined parts of the pack's slices
 * @param lastEnd the end of the pack's last Cluster if it is not in the pack: `closes` of the parts
 *   that follow, joined; or the `complete` of a recording that ends with this pack
 * @returns the part of the pack, with the sizes that are written
 * @throws RangeError if the bytes are not those that were indexed
 */
export function writeClusterSizes(bytes: Uint8Array, part: WebmPart, lastEnd?: number): WebmPart {
  if (bytes.length !== part.end - part.start) {
    throw new RangeError(`${bytes.length} bytes can't be those from ${part.start} to ${part.end}`);
  }
  const clusters = part.clusters.slice();
  for (let row = 0; row < clusters.length; row += clusterRow.length) {
    if (clusters[row + clusterRow.sized] === 1) continue;
    const offset = clusters[row + clusterRow.offset] ?? 0;
    const data = offset + (clusters[row + clusterRow.headerLength] ?? 0);
    const isLast = row + clusterRow.length === clusters.length;
    const known = clusters[row + clusterRow.end] ?? Number.NaN;
    const end = Number.isNaN(known) && isLast && lastEnd !== undefined ? lastEnd : known;
    const field = data - part.start - unknownSize8.length;
    if (!(end >= data) || field < 0 || data - offset !== 4 + unknownSize8.length) continue;
    if (unknownSize8.some((byte, index) => bytes[field + index] !== byte)) {
      throw new RangeError(`No Cluster of unknown size at byte ${offset}`);
    }
    writeSize8(bytes, field, end - data);
    clusters[row + clusterRow.end] = end;
    clusters[row + clusterRow.sized] = 1;
  }
  return { ...part, clusters };
}
