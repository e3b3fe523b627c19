import { ContainerError } from '../container-error';

/**
 * The EBML primitives of RFC 8794: element IDs (section 5), data sizes (section 6) and the few
 * types of values that Matroska uses (section 7).
 */

/** Element IDs of RFC 8794, section 11, and RFC 9559, section 5.1, with their markers. */
export const ids = {
  EBML: 0x1a45dfa3,
  DocType: 0x4282,
  Void: 0xec,
  CRC32: 0xbf,
  Segment: 0x18538067,
  SeekHead: 0x114d9b74,
  Seek: 0x4dbb,
  SeekID: 0x53ab,
  SeekPosition: 0x53ac,
  Info: 0x1549a966,
  TimestampScale: 0x2ad7b1,
  Duration: 0x4489,
  Tracks: 0x1654ae6b,
  TrackEntry: 0xae,
  TrackNumber: 0xd7,
  TrackUID: 0x73c5,
  TrackType: 0x83,
  CodecID: 0x86,
  CodecPrivate: 0x63a2,
  Video: 0xe0,
  PixelWidth: 0xb0,
  PixelHeight: 0xba,
  Colour: 0x55b0,
  MatrixCoefficients: 0x55b1,
  Range: 0x55b9,
  TransferCharacteristics: 0x55ba,
  Primaries: 0x55bb,
  DefaultDuration: 0x23e383,
  Cluster: 0x1f43b675,
  Timestamp: 0xe7,
  SimpleBlock: 0xa3,
  BlockGroup: 0xa0,
  Block: 0xa1,
  BlockDuration: 0x9b,
  ReferenceBlock: 0xfb,
  Cues: 0x1c53bb6b,
  CuePoint: 0xbb,
  CueTime: 0xb3,
  CueTrackPositions: 0xb7,
  CueTrack: 0xf7,
  CueClusterPosition: 0xf1,
  CueRelativePosition: 0xf0,
  Tags: 0x1254c367,
  Chapters: 0x1043a770,
  EditionEntry: 0x45b9,
  EditionFlagDefault: 0x45db,
  ChapterAtom: 0xb6,
  ChapterTimeStart: 0x91,
  ChapterFlagHidden: 0x98,
  ChapterDisplay: 0x80,
  ChapString: 0x85,
  Attachments: 0x1941a469,
} as const;

const names = new Map<number, string>(Object.entries(ids).map(([name, id]) => [id, name]));

/** The name of an element for an error message. */
export function nameOf(id: number): string {
  return names.get(id) ?? `element 0x${id.toString(16)}`;
}

/** The longest header of an element, in bytes: an ID of 4 and a size of 8. */
export const longestHeader = 12;

/** The ID and size of an element. */
export interface ElementHeader {
  readonly id: number;
  /** The bytes of the element's data; `Infinity` if the size is unknown. */
  readonly size: number;
  /** The bytes of the header itself. */
  readonly length: number;
}

/** A variable-size integer: its value without the marker, and its bytes. */
interface Vint {
  readonly value: number;
  readonly length: number;
  readonly unknown: boolean;
}

/**
 * Reads a variable-size integer (RFC 8794, section 4) of 1 to 8 bytes; `undefined` if more
 * bytes are needed, or if the first byte is 0.
 */
export function readVint(bytes: Uint8Array, at: number): Vint | undefined {
  const first = bytes[at];
  if (first === undefined || first === 0) return undefined;
  const length = Math.clz32(first) - 23;
  if (at + length > bytes.length) return undefined;
  const marker = 0x80 >> (length - 1);
  let value = first & (marker - 1);
  let unknown = value === marker - 1;
  for (let index = 1; index < length; index++) {
    const byte = bytes[at + index] ?? 0;
    unknown &&= byte === 0xff;
    value = value * 256 + byte;
  }
  return { value, length, unknown };
}

/**
 * Reads the header of the element at `at`; `undefined` if more bytes are needed.
 *
 * @param origin the offset of `bytes` in the recording, in bytes, for the error
 * @throws {@link ContainerError} if no element can start with these bytes
 */
export function readElementHeader(bytes: Uint8Array, at: number, origin: number): ElementHeader | undefined {
  const first = bytes[at];
  if (first === undefined) return undefined;
  const idLength = Math.clz32(first) - 23;
  if (idLength > 4) {
    throw new ContainerError(
      'malformed',
      origin + at,
      'EBML element',
      `no element ID begins with 0x${first.toString(16)}`,
    );
  }
  if (at + idLength >= bytes.length) return undefined;
  let id = 0;
  for (let index = 0; index < idLength; index++) id = id * 256 + (bytes[at + index] ?? 0);
  if (bytes[at + idLength] === 0) {
    throw new ContainerError('malformed', origin + at, nameOf(id), 'its size is longer than 8 bytes');
  }
  const size = readVint(bytes, at + idLength);
  if (size === undefined) return undefined;
  if (!size.unknown && !Number.isSafeInteger(size.value)) {
    throw new ContainerError('too-large', origin + at, nameOf(id), 'its size is above 2^53');
  }
  return {
    id,
    size: size.unknown ? Number.POSITIVE_INFINITY : size.value,
    length: idLength + size.length,
  };
}

/** A complete element in memory. */
export interface Element {
  readonly id: number;
  readonly data: Uint8Array;
  /** Header and data. */
  readonly bytes: Uint8Array;
  /** The offset of the element, in bytes from the start of the recording. */
  readonly offset: number;
}

/**
 * The elements in the data of a master element.
 *
 * @param origin the offset of `data` in the recording, in bytes
 * @throws {@link ContainerError} if an element is cut off or of unknown size
 */
export function* readElements(data: Uint8Array, origin: number): Generator<Element> {
  let at = 0;
  while (at < data.length) {
    const header = readElementHeader(data, at, origin);
    if (header === undefined || at + header.length + header.size > data.length) {
      const name = header === undefined ? 'EBML element' : nameOf(header.id);
      throw new ContainerError('malformed', origin + at, name, 'it reaches beyond its parent');
    }
    const end = at + header.length + header.size;
    yield {
      id: header.id,
      data: data.subarray(at + header.length, end),
      bytes: data.subarray(at, end),
      offset: origin + at,
    };
    at = end;
  }
}

/**
 * Reads an unsigned integer (RFC 8794, section 7.2) of 0 to 8 bytes.
 *
 * @throws {@link ContainerError} if it is longer or above 2^53
 */
export function readUint(data: Uint8Array, offset: number, id: number): number {
  if (data.length > 8)
    throw new ContainerError('malformed', offset, nameOf(id), 'an integer of more than 8 bytes');
  let value = 0;
  for (const byte of data) value = value * 256 + byte;
  if (!Number.isSafeInteger(value))
    throw new ContainerError('too-large', offset, nameOf(id), 'a value above 2^53');
  return value;
}

/**
 * Reads a float (RFC 8794, section 7.3) of 0, 4 or 8 bytes.
 *
 * @throws {@link ContainerError} if it has another length
 */
export function readFloat(element: Element): number {
  const { data } = element;
  const view = new DataView(data.buffer, data.byteOffset, data.length);
  if (data.length === 0) return 0;
  if (data.length === 4) return view.getFloat32(0);
  if (data.length === 8) return view.getFloat64(0);
  throw new ContainerError(
    'malformed',
    element.offset,
    nameOf(element.id),
    `a float of ${data.length} bytes`,
  );
}
