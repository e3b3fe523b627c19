import { durationTolerance, type FileFault } from '../file-fault';
import { ids, readElements, readUint } from './ebml';
import { namedKeyFrames } from './webm-cues';
import { dataOf, findElements, type TopElement } from './webm-elements';
import { clusterRow, endOfTimes, type WebmPart } from './webm-part';

/**
 * What is wrong with a WebM or Matroska file.
 *
 * @param part the joined parts of all of it; it has a header
 * @param isBrokenOff whether it ends in a Cluster that states its size
 * @throws DOMException if it can't be read
 */
export async function findWebmFaults(file: Blob, part: WebmPart, isBrokenOff: boolean): Promise<FileFault[]> {
  const { header, complete } = part;
  if (header === undefined) return [];
  const { before, after, segment } = await findElements(file, header.mediaStart, complete);
  const faults: FileFault[] = [];
  const tickMs = header.tickNs / 1e6;
  const measured = endOfTimes(part.times) * tickMs;
  const stated = (header.duration ?? 0) * tickMs;
  if (stated === 0 && measured > 0) faults.push({ what: 'no-duration' });
  if (stated > 0 && Math.abs(stated - measured) > durationTolerance(measured)) {
    faults.push({ what: 'wrong-duration', statedMs: stated });
  }
  if (namedKeyFrames(part).length > 0 && !(await hasCues(file, part, [...before, ...after], segment.data)))
    faults.push({ what: 'no-index' });
  const last = after.at(-1);
  const isCut =
    isBrokenOff ||
    (segment.end !== Number.POSITIVE_INFINITY && segment.end > file.size) ||
    (last === undefined ? complete < file.size : last.end !== file.size);
  if (isCut) faults.push({ what: 'cut-off' });
  return faults;
}

/** Whether a player finds Cues, and each of them names a Cluster. */
async function hasCues(
  file: Blob,
  part: WebmPart,
  elements: readonly TopElement[],
  segmentData: number,
): Promise<boolean> {
  const cues = elements.find(({ id }) => id === ids.Cues);
  if (cues === undefined) return false;
  try {
    const isAhead = cues.offset < (part.header?.mediaStart ?? 0);
    if (!isAhead && !(await isNamed(file, cues, elements, segmentData))) return false;
    const clusters = new Set<number>();
    for (let row = 0; row < part.clusters.length; row += clusterRow.length) {
      clusters.add((part.clusters[row + clusterRow.offset] ?? 0) - segmentData);
    }
    const data = await dataOf(file, cues);
    if (data === undefined) return false;
    const positions = [...readElements(data, 0)].flatMap(({ id, data }) =>
      id === ids.CuePoint ? positionsOf(data) : [],
    );
    return positions.length > 0 && positions.every((position) => clusters.has(position));
  } catch (error) {
    if (error instanceof DOMException) throw error;
    return false;
  }
}

/** Whether SeekHead says where an element is (RFC 9559, section 5.1.1). */
async function isNamed(
  file: Blob,
  { id: wanted, offset }: TopElement,
  elements: readonly TopElement[],
  segmentData: number,
): Promise<boolean> {
  for (const seekHead of elements) {
    const named = seekHead.id === ids.SeekHead ? await dataOf(file, seekHead) : undefined;
    for (const { id, data } of named === undefined ? [] : readElements(named, 0)) {
      if (id !== ids.Seek) continue;
      const children = [...readElements(data, 0)];
      const value = (of: number) => {
        const child = children.find((one) => one.id === of);
        return child === undefined ? undefined : readUint(child.data, 0, of);
      };
      if (value(ids.SeekID) === wanted && value(ids.SeekPosition) === offset - segmentData) return true;
    }
  }
  return false;
}

/** The Clusters that a CuePoint names. */
function positionsOf(point: Uint8Array): number[] {
  return [...readElements(point, 0)]
    .filter(({ id }) => id === ids.CueTrackPositions)
    .flatMap(({ data }) => [...readElements(data, 0)])
    .filter(({ id }) => id === ids.CueClusterPosition)
    .map(({ data }) => readUint(data, 0, ids.CueClusterPosition));
}
