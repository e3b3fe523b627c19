import type { NewBytes, ReadBytes } from '../clip-piece';
import { ContainerError } from '../container-error';
import { readBlocks } from './webm-cluster';
import type { WebmCut } from './webm-cut';
import { newNumbers } from './webm-tracks';

/** So many bytes are read at once. */
const windowBytes = 8 * 2 ** 20;

/** The bytes of a block's header after the track number: its time and flags. */
const afterNumber = 3;

/** The largest number of one byte (RFC 8794, section 4.4). */
const mostNumber = 126;

/**
 * The track numbers in the blocks of a range that differ from those of the clip's first range. To find them, all of the
 * range is read.
 *
 * @throws ContainerError `unsupported` if a number takes more than a byte
 * @throws DOMException if bytes can't be read
 */
export async function renumber(cut: WebmCut, first: WebmCut, read: ReadBytes): Promise<NewBytes[]> {
  const numbers = newNumbers(cut.header.tracks, first.header.tracks);
  const renumbered: NewBytes[] = [];
  if (numbers.size === 0) return renumbered;
  const bytesOf = new Map([...numbers].map(([from, to]) => [from, Uint8Array.of(0x80 | to)]));
  if ([...numbers].flat().some((number) => number > mostNumber)) {
    throw new ContainerError(
      'unsupported',
      0,
      'TrackNumber',
      'large track numbers in recordings to be joined',
    );
  }
  for (const places of windowsOf(cut)) {
    const bodies = await read(places);
    for (const [index, body] of bodies.entries()) {
      for (const { track, frame } of readBlocks(body, places[index]?.[0] ?? 0, 0)) {
        const bytes = bytesOf.get(track);
        if (bytes !== undefined) renumbered.push({ offset: frame - afterNumber - 1, bytes });
      }
    }
  }
  return renumbered;
}

/** The blocks of the Clusters, a few Clusters at a time. */
function* windowsOf({ clusters, first, last }: WebmCut): Generator<[start: number, end: number][]> {
  let places: [number, number][] = [];
  let length = 0;
  for (let index = first; index <= last; index++) {
    const [start, end] = [clusters.bodies[index] ?? 0, clusters.ends[index] ?? 0];
    places.push([start, end]);
    length += end - start;
    if (length < windowBytes) continue;
    yield places;
    places = [];
    length = 0;
  }
  if (places.length > 0) yield places;
}
