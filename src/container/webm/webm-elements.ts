import { ids, longestHeader, readElementHeader } from './ebml';

/** An element outside of the Clusters. */
export interface TopElement {
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

/** The elements before the first Cluster and after the last, up to the first that is cut off. */
export async function findElements(file: Blob, mediaStart: number, complete: number) {
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

/** The data of an element; `undefined` if it is too large. @throws DOMException if it can't be read */
export async function dataOf(file: Blob, { data, end }: TopElement): Promise<Uint8Array | undefined> {
  if (end - data > largestRead) return undefined;
  return new Uint8Array(await file.slice(data, end).arrayBuffer());
}
