import { concat } from '../../../src/container/concat';
import { createMediaIndex } from '../../../src/container/media-index';
import { BoxReader, childOf, childrenOf, readBoxes } from '../../../src/container/mp4/mp4-boxes';
import { trackIdOf } from '../../../src/container/mp4/mp4-moov';
import type { Mp4Header } from '../../../src/container/mp4/mp4-part';
import { ids } from '../../../src/container/webm/ebml';
import { encodeId, uintElement, unknownSize8 } from '../../../src/container/webm/ebml-writer';
import { clusterRow, type WebmPart } from '../../../src/container/webm/webm-part';
import type { Container } from '../../../src/domain/format';

/** A short recording repeated endlessly. */
export interface Loop {
  /** Everything before the media. */
  readonly header: Uint8Array;
  /** The length of one repetition, in seconds. */
  readonly seconds: number;
  /** The Clusters or fragments of a repetition, counted from 0, with their times in it. */
  turn(count: number): Uint8Array<ArrayBuffer>[];
}

/** Makes a loop of a recording of a few seconds, whose last Cluster or fragment is left out. */
export function loopOf(container: Container, bytes: Uint8Array): Loop {
  const part = createMediaIndex(container).push(bytes);
  if (part.header === undefined) throw new RangeError('The recording has no beginning');
  const header = bytes.slice(0, part.header.mediaStart);
  return part.container === 'webm'
    ? { header, ...webmLoop(bytes, part, part.header.tickNs) }
    : { header, ...mp4Loop(bytes, part.header) };
}

function webmLoop(bytes: Uint8Array, { clusters }: WebmPart, tickNs: number): Omit<Loop, 'header'> {
  const count = clusters.length / clusterRow.length;
  const field = (cluster: number, column: number) => clusters[cluster * clusterRow.length + column] ?? 0;
  const pieces = Array.from({ length: count - 1 }, (_, cluster) => {
    const data = field(cluster, clusterRow.offset) + field(cluster, clusterRow.headerLength);
    return readCluster(bytes.subarray(data, field(cluster + 1, clusterRow.offset)));
  });
  const lastData = field(count - 1, clusterRow.offset) + field(count - 1, clusterRow.headerLength);
  const ticks = readCluster(bytes.subarray(lastData)).time;
  return {
    seconds: (ticks * tickNs) / 1e9,
    turn: (turn) =>
      pieces.map(({ time, blocks }) =>
        concat([
          encodeId(ids.Cluster),
          unknownSize8,
          uintElement(ids.Timestamp, time + turn * ticks, 8),
          blocks,
        ]),
      ),
  };
}

/** Chromium puts the Timestamp first. */
function readCluster(data: Uint8Array): { readonly time: number; readonly blocks: Uint8Array } {
  const [id = 0, size = 0] = data;
  if (id !== ids.Timestamp) throw new RangeError('The Cluster does not begin with its Timestamp');
  const end = 2 + (size & 0x7f);
  return {
    time: data.subarray(2, end).reduce((time, byte) => time * 256 + byte, 0),
    blocks: data.subarray(end),
  };
}

function mp4Loop(bytes: Uint8Array, { moov, mediaStart }: Mp4Header): Omit<Loop, 'header'> {
  const [movie] = readBoxes(moov, 0);
  if (movie === undefined) throw new RangeError('The recording has no moov');
  const timescales = new Map(
    [...childrenOf(movie)]
      .filter(({ type }) => type === 'trak')
      .map((trak) => {
        const reader = new BoxReader(childOf(childOf(trak, 'mdia'), 'mdhd'));
        reader.skip(reader.full().version === 1 ? 16 : 8);
        return [trackIdOf(trak), reader.u32()] as const;
      }),
  );
  const boxes = [...readBoxes(bytes.subarray(mediaStart), 0)];
  const starts = boxes.filter(({ type }) => type === 'moof').map(({ offset }) => mediaStart + offset);
  const fragments = starts.slice(0, -1).map((start, index) => bytes.subarray(start, starts[index + 1]));
  const begins = (start = 0) =>
    Math.max(...timesOf(bytes.slice(start)).map(({ track, time }) => time / (timescales.get(track) ?? 1)));
  const seconds = begins(starts.at(-1)) - begins(starts[0]);
  return {
    seconds,
    turn: (turn) =>
      fragments.map((fragment) => {
        const moved = fragment.slice();
        for (const { track, time, write } of timesOf(moved)) {
          write(time + Math.round(turn * seconds * (timescales.get(track) ?? 1)));
        }
        return moved;
      }),
  };
}

/** When each track of a fragment begins, in its ticks, and how to change that. */
function timesOf(fragment: Uint8Array) {
  const [moof] = readBoxes(fragment, 0);
  if (moof === undefined) throw new RangeError('The fragment is empty');
  return [...childrenOf(moof)]
    .filter(({ type }) => type === 'traf')
    .map((traf) => {
      const tfhd = new BoxReader(childOf(traf, 'tfhd'));
      tfhd.full();
      const { contents } = childOf(traf, 'tfdt');
      const view = new DataView(contents.buffer, contents.byteOffset, contents.length);
      const isLong = view.getUint8(0) === 1;
      return {
        track: tfhd.u32(),
        time: isLong ? Number(view.getBigUint64(4)) : view.getUint32(4),
        write: (time: number) => (isLong ? view.setBigUint64(4, BigInt(time)) : view.setUint32(4, time)),
      };
    });
}
