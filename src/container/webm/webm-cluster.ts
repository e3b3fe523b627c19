import { concat } from '../concat';
import { ids, readElements, readUint } from './ebml';
import { element, encodeSize, uintElement, writeSize8, writeUint } from './ebml-writer';
import { readBlockHeader } from './webm-block';

/** A block of a Cluster: a SimpleBlock, or a BlockGroup with its Block. */
export interface ClusterBlock {
  /** The start and end of the element, in bytes from the start of the recording. */
  readonly start: number;
  readonly end: number;
  readonly track: number;
  /** In ticks. */
  readonly time: number;
  /** BlockDuration in ticks; 0 if it has none. */
  readonly duration: number;
  /** The start and end of its frame. */
  readonly frame: number;
  readonly frameEnd: number;
  /** Whether there are several frames in it (RFC 9559, section 10.3). */
  readonly isLaced: boolean;
}

/**
 * The blocks of a Cluster.
 *
 * @param body its data after the Timestamp, or the beginning of it, to the end of an element
 * @param origin the offset of these bytes in the recording
 * @param time of the Cluster, in ticks
 * @throws ContainerError if they are damaged
 */
export function readBlocks(body: Uint8Array, origin: number, time: number): ClusterBlock[] {
  const blocks: ClusterBlock[] = [];
  for (const element of readElements(body, origin)) {
    const children = element.id === ids.BlockGroup ? childrenOf(element) : [element];
    const block = children.find(({ id }) => id === ids.Block || id === ids.SimpleBlock);
    if (block === undefined) continue;
    const { id, data, bytes, offset } = block;
    const length = bytes.length - data.length;
    const header = readBlockHeader(bytes, { id, length, size: data.length }, offset);
    if (header === undefined) continue;
    const stated = children.find((child) => child.id === ids.BlockDuration);
    blocks.push({
      start: element.offset,
      end: element.offset + element.bytes.length,
      track: header.track,
      time: time + header.time,
      duration: stated === undefined ? 0 : readUint(stated.data, stated.offset, stated.id),
      frame: offset + length + header.length,
      frameEnd: offset + bytes.length,
      isLaced: ((data[header.length - 1] ?? 0) & lacing) !== 0,
    });
  }
  return blocks;
}

/** The flags of a block for lacing. */
const lacing = 0x06;

function childrenOf({ data, bytes, offset }: { data: Uint8Array; bytes: Uint8Array; offset: number }) {
  return [...readElements(data, offset + bytes.length - data.length)];
}

/** The bytes of a new Cluster's header: its ID, and a size of 8 bytes. */
export const newHeaderLength = 4 + 8;

/** The bytes of a new Timestamp: its ID, the size of its value, and 8 bytes of value. */
export const newTimestampLength = 1 + 1 + 8;

/**
 * The header of a Cluster and its Timestamp (RFC 9559, sections 5.1.3 and 5.1.3.1), always equally long.
 *
 * @param time in ticks
 * @param body the bytes that follow
 */
export function makeClusterHeader(time: number, body: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(newHeaderLength + newTimestampLength);
  const sizeAt = writeUint(bytes, 0, ids.Cluster, 4);
  const timestampAt = writeSize8(bytes, sizeAt, newTimestampLength + body);
  bytes[timestampAt] = ids.Timestamp;
  bytes[timestampAt + 1] = 0x88;
  writeUint(bytes, timestampAt + 2, time, 8);
  return bytes;
}

/** A block to be written. */
export interface NewBlock {
  readonly track: number;
  /** In ticks. */
  readonly time: number;
  readonly isKey: boolean;
  readonly data: Uint8Array;
  /** In ticks, if it is to be stated. */
  readonly duration?: number;
}

/** A Cluster with these blocks. @param time in ticks */
export function makeCluster(time: number, blocks: readonly NewBlock[]): Uint8Array<ArrayBuffer> {
  const body = concat(blocks.map((block) => makeBlock(block, time)));
  return concat([makeClusterHeader(time, body.length), body]);
}

/** A SimpleBlock, or a BlockGroup if it states a duration (RFC 9559, sections 10.1 to 10.2). */
function makeBlock({ track, time, isKey, data, duration }: NewBlock, clusterTime: number): Uint8Array {
  const since = time - clusterTime;
  const header = (flags: number) =>
    concat([encodeSize(track), Uint8Array.of((since >> 8) & 0xff, since & 0xff, flags)]);
  if (duration === undefined) return element(ids.SimpleBlock, header(isKey ? 0x80 : 0), data);
  return element(
    ids.BlockGroup,
    element(ids.Block, header(0), data),
    uintElement(ids.BlockDuration, duration),
    // Any block before it will do: it says that this isn't a key frame.
    ...(isKey ? [] : [element(ids.ReferenceBlock, Uint8Array.of(0xff))]),
  );
}
