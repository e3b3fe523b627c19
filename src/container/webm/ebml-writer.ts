import { concat } from '../concat';

/** Writing EBML: IDs, sizes and values of RFC 8794, as bytes. */

/** The fewest bytes that an unsigned integer needs. */
export function uintLength(value: number): number {
  let length = 1;
  for (let rest = Math.floor(value / 256); rest > 0; rest = Math.floor(rest / 256)) length++;
  return length;
}

/** Writes an unsigned integer of `length` bytes, big endian, at `at`; returns the offset after it. */
export function writeUint(bytes: Uint8Array, at: number, value: number, length: number): number {
  let rest = value;
  for (let index = at + length - 1; index >= at; index--) {
    bytes[index] = rest % 256;
    rest = Math.floor(rest / 256);
  }
  return at + length;
}

/** An element ID with its marker (RFC 8794, section 5). */
export function encodeId(id: number): Uint8Array {
  const bytes = new Uint8Array(uintLength(id));
  writeUint(bytes, 0, id, bytes.length);
  return bytes;
}

/** Writes a data size in a field of 8 bytes (RFC 8794, section 6) at `at`; returns the offset after it. */
export function writeSize8(bytes: Uint8Array, at: number, size: number): number {
  const end = writeUint(bytes, at, size, 8);
  bytes[at] = 0x01;
  return end;
}

/** An unknown size in a field of 8 bytes (RFC 8794, section 6.2). */
export const unknownSize8: Uint8Array = Uint8Array.of(0x01, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff);

/** A data size in as few bytes as possible (RFC 8794, section 6). */
export function encodeSize(size: number): Uint8Array {
  let length = 1;
  // All ones mean an unknown size: 127 needs two bytes.
  while (length < 8 && size >= 2 ** (7 * length) - 1) length++;
  const bytes = new Uint8Array(length);
  writeUint(bytes, 0, size, length);
  bytes[0] = (bytes[0] ?? 0) | (0x80 >> (length - 1));
  return bytes;
}

/** A data size in a field of that many bytes (RFC 8794, section 6). */
export function encodeSizeIn(length: number, size: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(length);
  writeUint(bytes, 0, size, length);
  bytes[0] = (bytes[0] ?? 0) | (0x80 >> (length - 1));
  return bytes;
}

/** A master or binary element: its ID, size and data. */
export function element(id: number, ...data: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const size = data.reduce((sum, part) => sum + part.length, 0);
  return concat([encodeId(id), encodeSize(size), ...data]);
}

/** An unsigned integer element, of `length` bytes or as few as possible. */
export function uintElement(id: number, value: number, length = uintLength(value)): Uint8Array {
  const data = new Uint8Array(length);
  writeUint(data, 0, value, length);
  return element(id, data);
}

/** A float element of 8 bytes. */
export function floatElement(id: number, value: number): Uint8Array {
  const data = new Uint8Array(8);
  new DataView(data.buffer).setFloat64(0, value);
  return element(id, data);
}
