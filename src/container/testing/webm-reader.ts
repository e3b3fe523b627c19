import { type Element, ids, readElementHeader, readElements, readFloat, readUint } from '../webm/ebml';
import { readTracks } from '../webm/webm-tracks';

/** A block as a player finds it in a WebM with ticks of 1 ms. */
export interface PlayedBlock {
  readonly track: number;
  /** In ms. */
  readonly time: number;
  readonly key: boolean;
  /** Everything after the header of the block. */
  readonly bytes: Uint8Array;
  /** Which Cluster it is in, counted from 0, and the time of that. */
  readonly cluster: number;
  readonly clusterTime: number;
  /** Its offset in the file. */
  readonly offset: number;
}

/** A finished WebM as a player finds it. */
export interface PlayedWebm {
  /** The stated sizes; `Infinity` if unknown. */
  readonly segmentSize: number;
  readonly clusterSizes: readonly number[];
  /** The bytes in the Segment. */
  readonly segmentLength: number;
  readonly durationMs: number;
  readonly blocks: readonly PlayedBlock[];
  /** The time and the track that each CuePoint states, and the offset in the file that it points to. */
  readonly cues: readonly { readonly time: number; readonly track: number; readonly offset: number }[];
}

/** Reads a finished WebM from beginning to end, as written in RFC 9559. */
export function playWebm(file: Uint8Array): PlayedWebm {
  const ebml = readElementHeader(file, 0, 0);
  const segmentAt = (ebml?.length ?? 0) + (ebml?.size ?? 0);
  const segment = readElementHeader(file, segmentAt, 0);
  const start = segmentAt + (segment?.length ?? 0);
  const played = {
    segmentSize: segment?.size ?? Number.NaN,
    segmentLength: file.length - start,
    clusterSizes: [] as number[],
    durationMs: Number.NaN,
    blocks: [] as PlayedBlock[],
    cues: [] as { time: number; track: number; offset: number }[],
  };
  const points: { time: number; track: number; cluster: number; position: number }[] = [];
  const dataStarts = new Map<number, number>();
  let clusterTime = Number.NaN;
  let sounds: ReadonlySet<number> = new Set();
  for (let at = start; at < file.length; ) {
    const header = readElementHeader(file, at, 0);
    if (header === undefined) throw new RangeError(`No element at ${at}`);
    const data = at + header.length;
    if (header.id === ids.Cluster) {
      dataStarts.set(at, data);
      played.clusterSizes.push(header.size);
      at = data;
      continue;
    }
    const bytes = file.subarray(data, data + header.size);
    if (bytes.length < header.size) throw new RangeError(`An element that is cut off at ${at}`);
    if (header.id === ids.Info) played.durationMs = durationOf(bytes);
    if (header.id === ids.Timestamp) clusterTime = readUint(bytes, 0, header.id);
    if (header.id === ids.Tracks) sounds = soundsOf(bytes);
    if (header.id === ids.Cues) points.push(...[...readElements(bytes, 0)].map(readPoint));
    const block = header.id === ids.BlockGroup || header.id === ids.SimpleBlock;
    if (block) {
      const cluster = played.clusterSizes.length - 1;
      const place = { offset: at, cluster, clusterTime };
      const read = readBlock(header.id, bytes, clusterTime);
      // Firefox sets no key frame flag on sound.
      played.blocks.push({ ...read, key: read.key || sounds.has(read.track), ...place });
    }
    at = data + header.size;
  }
  for (const { time, track, cluster, position } of points) {
    played.cues.push({ time, track, offset: (dataStarts.get(start + cluster) ?? Number.NaN) + position });
  }
  return played;
}

function soundsOf(tracks: Uint8Array): ReadonlySet<number> {
  const audio = 2;
  return new Set(
    readTracks(tracks, 0)
      .filter(({ type }) => type === audio)
      .map((track) => track.number),
  );
}

function readBlock(id: number, bytes: Uint8Array, clusterTime: number) {
  const children = id === ids.BlockGroup ? [...readElements(bytes, 0)] : [];
  const data = children.find((child) => child.id === ids.Block)?.data ?? bytes;
  const isReferring = children.some((child) => child.id === ids.ReferenceBlock);
  const relative = (((data[1] ?? 0) << 24) | ((data[2] ?? 0) << 16)) >> 16;
  return {
    track: (data[0] ?? 0) & 0x7f,
    time: clusterTime + relative,
    key: id === ids.BlockGroup ? !isReferring : ((data[3] ?? 0) & 0x80) !== 0,
    bytes: data.subarray(4),
  };
}

function durationOf(info: Uint8Array): number {
  const duration = [...readElements(info, 0)].find(({ id }) => id === ids.Duration);
  return duration === undefined ? Number.NaN : readFloat(duration);
}

function readPoint(point: Element) {
  const value = (parent: Element | undefined, id: number) => {
    const found = [...readElements(parent?.data ?? new Uint8Array(), 0)].find((child) => child.id === id);
    return readUint(found?.data ?? new Uint8Array(), 0, id);
  };
  const positions = [...readElements(point.data, 0)].find(({ id }) => id === ids.CueTrackPositions);
  return {
    time: value(point, ids.CueTime),
    track: value(positions, ids.CueTrack),
    cluster: value(positions, ids.CueClusterPosition),
    position: value(positions, ids.CueRelativePosition),
  };
}
