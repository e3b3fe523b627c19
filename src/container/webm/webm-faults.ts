import { durationTolerance, type FileFault } from '../file-fault';
import { ids, longestHeader, readElementHeader, readElements, readUint } from './ebml';
import { namedKeyFrames } from './webm-cues';
import { clusterRow, endOfTimes, type WebmPart } from './webm-part';

/** An element outside of the Clusters. */
interface TopElement {
  readonly id: number;
  readonly offset: number;
  /** The start of its data, and the end, in bytes from the start of the file. */
  readonly data: number;
  readonly end: number;
}

/** A file has a few of them; more are not looked at. */
const mostElements = 256;

/** Larger ones are not read; Cues of a day are smaller. */
const largestRead = 16 * 2 ** 20;

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

/** The elements before the first Cluster and after the last, up to the first that is cut off. */
async function findElements(file: Blob, mediaStart: number, complete: number) {
  let segment: TopElement = { id: ids.Segment, offset: 0, data: 0, end: Number.POSITIVE_INFINITY };
  const before: TopElement[] = [];
  for (let at = 0; at < mediaStart && before.length < mostElements; ) {
    const element = await elementAt(file, at);
    if (element === undefined) break;
    if (element.id === ids.Segment) segment = element;
    else before.push(element);
    at = element.id === ids.Segment ? element.data : element.end;
  }
  const after: TopElement[] = [];
  for (let at = complete; at < file.size && after.length < mostElements; ) {
    const element = await elementAt(file, at);
    if (element === undefined || element.end > file.size) break;
    after.push(element);
    at = element.end;
  }
  return { before, after, segment };
}

async function elementAt(file: Blob, offset: number): Promise<TopElement | undefined> {
  const bytes = new Uint8Array(await file.slice(offset, offset + longestHeader).arrayBuffer());
  try {
    const header = readElementHeader(bytes, 0, offset);
    if (header === undefined) return undefined;
    const data = offset + header.length;
    return { id: header.id, offset, data, end: data + header.size };
  } catch {
    return undefined;
  }
}

/** Whether a player finds Cues, and each of them names a Cluster. */
async function hasCues(
  file: Blob,
  part: WebmPart,
  elements: readonly TopElement[],
  segmentData: number,
): Promise<boolean> {
  const cues = elements.find(({ id }) => id === ids.Cues);
  if (cues === undefined || cues.end - cues.data > largestRead) return false;
  try {
    const isAhead = cues.offset < (part.header?.mediaStart ?? 0);
    if (!isAhead && !(await isNamed(file, cues, elements, segmentData))) return false;
    const clusters = new Set<number>();
    for (let row = 0; row < part.clusters.length; row += clusterRow.length) {
      clusters.add((part.clusters[row + clusterRow.offset] ?? 0) - segmentData);
    }
    const positions = [...readElements(await dataOf(file, cues), 0)].flatMap(({ id, data }) =>
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
    if (seekHead.id !== ids.SeekHead || seekHead.end - seekHead.data > largestRead) continue;
    for (const { id, data } of readElements(await dataOf(file, seekHead), 0)) {
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

async function dataOf(file: Blob, { data, end }: TopElement): Promise<Uint8Array> {
  return new Uint8Array(await file.slice(data, end).arrayBuffer());
}
