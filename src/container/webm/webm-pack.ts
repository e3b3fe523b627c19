import { unknownSize8, writeSize8 } from './ebml-writer';
import { clusterRow, type WebmPart } from './webm-part';

/**
 * Writes the sizes of the Clusters into a pack, in place, where they are unknown in the field of 8
 * bytes that Chrome writes for them. A Cluster whose end isn't known, or whose header begins
 * in the pack before, is left as it is: that is right as well.
 *
 * @param bytes the pack: all the bytes that `part` covers
 * @param part the joined parts of the pack's slices
 * @param lastEnd where the pack's last Cluster ends if not in the pack: `closes` of the parts
 *   that follow, joined; or the `complete` of a recording that ends with this pack
 * @returns the part of the pack, which says what sizes are written
 * @throws RangeError where the bytes are not those that were indexed
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
