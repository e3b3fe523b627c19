import { ContainerError } from '../container-error';

/** The boxes of ISO/IEC 14496-12, section 4.2: their headers, their fields, and how to make them. */

/** The header of a box. */
export interface BoxHeader {
  readonly type: string;
  /** Header and contents, in bytes; `Infinity` if the box extends to the end of the file. */
  readonly size: number;
  /** The bytes of the header itself. */
  readonly length: number;
}

/** The longest header that is read, in bytes: one with a size of 64 bits. */
export const longestBoxHeader = 16;

/**
 * Reads the header of the box at `at`; `undefined` if more bytes are needed.
 *
 * @param origin the offset of `bytes` in the recording, in bytes, for the error
 * @throws {@link ContainerError} if the size is less than the header's own, or above 2^53
 */
export function readBoxHeader(bytes: Uint8Array, at: number, origin: number): BoxHeader | undefined {
  if (at + 8 > bytes.length) return undefined;
  const type = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
  const size = readU32(bytes, at);
  if (size === 0) return { type, size: Number.POSITIVE_INFINITY, length: 8 };
  if (size !== 1) {
    if (size < 8)
      throw new ContainerError('malformed', origin + at, printable(type), `a box of ${size} bytes`);
    return { type, size, length: 8 };
  }
  if (at + 16 > bytes.length) return undefined;
  const large = readU32(bytes, at + 8) * 2 ** 32 + readU32(bytes, at + 12);
  if (large < 16)
    throw new ContainerError('malformed', origin + at, printable(type), `a box of ${large} bytes`);
  if (!Number.isSafeInteger(origin + at + large)) {
    throw new ContainerError('too-large', origin + at, printable(type), 'it ends above 2^53');
  }
  return { type, size: large, length: 16 };
}

/** A box type for an error message. */
export function printable(type: string): string {
  return /^[\x20-\x7e]{4}$/.test(type)
    ? type
    : `box ${[...type].map((char) => char.charCodeAt(0).toString(16)).join(' ')}`;
}

/** A complete box in memory. */
export interface Box {
  readonly type: string;
  /** Header and contents. */
  readonly bytes: Uint8Array;
  readonly contents: Uint8Array;
  /** The offset of the box, in bytes from the start of the recording. */
  readonly offset: number;
}

/**
 * The boxes that `bytes` consists of.
 *
 * @param origin the offset of `bytes` in the recording, in bytes
 * @throws {@link ContainerError} if a box is cut off
 */
export function* readBoxes(bytes: Uint8Array, origin: number): Generator<Box> {
  let at = 0;
  while (at < bytes.length) {
    const header = readBoxHeader(bytes, at, origin);
    if (header === undefined || at + header.size > bytes.length) {
      const name = header === undefined ? 'box' : printable(header.type);
      throw new ContainerError('malformed', origin + at, name, 'it reaches beyond its parent');
    }
    const end = at + header.size;
    yield {
      type: header.type,
      bytes: bytes.subarray(at, end),
      contents: bytes.subarray(at + header.length, end),
      offset: origin + at,
    };
    at = end;
  }
}

/** The boxes in the contents of a box. */
export function childrenOf(parent: Box): Generator<Box> {
  return readBoxes(parent.contents, contentsOffset(parent));
}

/** The offset of a box's contents in the recording, in bytes. */
export function contentsOffset(parent: Box): number {
  return parent.offset + parent.bytes.length - parent.contents.length;
}

/** The first child of that type. @throws {@link ContainerError} if there is none */
export function childOf(parent: Box, type: string): Box {
  for (const child of childrenOf(parent)) if (child.type === type) return child;
  throw new ContainerError('malformed', parent.offset, printable(parent.type), `no ${type} in it`);
}

/** Reads the fields of a box one after the other. */
export class BoxReader {
  readonly #box: Box;
  readonly #view: DataView;
  #at = 0;

  constructor(box: Box) {
    this.#box = box;
    this.#view = new DataView(box.contents.buffer, box.contents.byteOffset, box.contents.length);
  }

  /** How many bytes are left. */
  get left(): number {
    return this.#view.byteLength - this.#at;
  }

  /** How many bytes were read. */
  get at(): number {
    return this.#at;
  }

  /** Version and flags of a full box (section 4.2.2). */
  full(): { readonly version: number; readonly flags: number } {
    const word = this.u32();
    return { version: word >>> 24, flags: word & 0xffffff };
  }

  /** An unsigned integer of 32 bits. @throws {@link ContainerError} at the end of the box */
  u32(): number {
    return this.#view.getUint32(this.#advance(4));
  }

  /** A signed integer of 32 bits. @throws {@link ContainerError} at the end of the box */
  i32(): number {
    return this.#view.getInt32(this.#advance(4));
  }

  /** An unsigned integer of 64 bits. @throws {@link ContainerError} at the end, or above 2^53 */
  u64(): number {
    const value = this.u32() * 2 ** 32 + this.u32();
    if (!Number.isSafeInteger(value)) {
      throw new ContainerError(
        'too-large',
        this.#box.offset,
        printable(this.#box.type),
        'a value above 2^53',
      );
    }
    return value;
  }

  /** Moves on. @throws {@link ContainerError} at the end of the box */
  skip(bytes: number): void {
    this.#advance(bytes);
  }

  #advance(bytes: number): number {
    if (bytes > this.left) {
      throw new ContainerError('malformed', this.#box.offset, printable(this.#box.type), 'it ends too early');
    }
    const at = this.#at;
    this.#at += bytes;
    return at;
  }
}

/** An unsigned integer of 32 bits, big endian. */
export function readU32(bytes: Uint8Array, at: number): number {
  const high = (bytes[at] ?? 0) * 256 + (bytes[at + 1] ?? 0);
  return high * 65_536 + (bytes[at + 2] ?? 0) * 256 + (bytes[at + 3] ?? 0);
}

/** Bytes in pieces, to be joined only once. */
export type Rope = readonly Uint8Array[];

/** How many bytes a rope has. */
export function lengthOf(rope: Rope): number {
  return rope.reduce((sum, piece) => sum + piece.length, 0);
}

/** A box of that type with these contents. */
export function box(type: string, ...contents: readonly (Uint8Array | Rope)[]): Rope {
  const rope = contents.flatMap((piece) => (piece instanceof Uint8Array ? [piece] : piece));
  const header = new Uint8Array(8);
  new DataView(header.buffer).setUint32(0, 8 + lengthOf(rope));
  header.set(fourCc(type), 4);
  return [header, ...rope];
}

/** A full box (section 4.2.2): version and flags, then the contents. */
export function fullBox(
  type: string,
  version: number,
  flags: number,
  ...contents: readonly (Uint8Array | Rope)[]
): Rope {
  return box(type, words(((version << 24) | flags) >>> 0), ...contents);
}

/** Integers of 32 bits, big endian. */
export function words(...values: readonly number[]): Uint8Array {
  const bytes = new Uint8Array(values.length * 4);
  const view = new DataView(bytes.buffer);
  for (const [index, value] of values.entries()) view.setUint32(index * 4, value);
  return bytes;
}

/** The header of 16 bytes, with a size of 64 bits, of an mdat with that many bytes in it. */
export function largeMdatHeader(contents: number): Uint8Array {
  const bytes = words(1, 0, 0, 0);
  bytes.set(fourCc('mdat'), 4);
  new DataView(bytes.buffer).setBigUint64(8, BigInt(contents + 16));
  return bytes;
}

function fourCc(type: string): Uint8Array {
  return Uint8Array.from(type, (char) => char.charCodeAt(0));
}
