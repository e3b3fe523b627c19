import { ContainerError } from '../container-error';
import { type ElementHeader, nameOf, readVint } from './ebml';

/** The longest header of a block, in bytes: a track number of 8, a timestamp of 2, flags of 1. */
export const longestBlockHeader = 11;

/** The header of a Block or SimpleBlock (RFC 9559, sections 10.1 and 10.2). */
export interface BlockHeader {
  readonly track: number;
  /** In ticks, from its Cluster's Timestamp. */
  readonly time: number;
  /** The keyframe flag, which only a SimpleBlock has. */
  readonly key: boolean;
  /** How many bytes of the element's data it takes. */
  readonly length: number;
}

/**
 * Reads the header of a block; `undefined` if more bytes are needed.
 *
 * @param bytes the element, starting with its ID
 * @param offset the offset of the element in the recording, in bytes
 * @throws {@link ContainerError} if it is too short to be a block
 */
export function readBlockHeader(
  bytes: Uint8Array,
  { id, length, size }: ElementHeader,
  offset: number,
): BlockHeader | undefined {
  const refuse = (detail: string) => new ContainerError('malformed', offset, nameOf(id), detail);
  if (bytes[length] === 0 || size < 4) throw refuse('no track number in it');
  const track = readVint(bytes, length);
  if (track === undefined) {
    if (bytes.length >= length + size) throw refuse('its track number is cut off');
    return undefined;
  }
  const at = length + track.length;
  if (at + 3 > length + size) throw refuse(`only ${size} bytes long`);
  const flags = bytes[at + 2];
  if (flags === undefined) return undefined;
  const time = (((bytes[at] ?? 0) << 24) | ((bytes[at + 1] ?? 0) << 16)) >> 16;
  return { track: track.value, time, key: (flags & 0x80) !== 0, length: track.length + 3 };
}
