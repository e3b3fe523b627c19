import { concat } from '../concat';

/** The two ways to divide a stream of H.264 into NAL units: by their lengths, as MP4 does, and by start codes. */

const startCode = Uint8Array.of(0, 0, 0, 1);

/** NAL units with start codes (ITU-T H.264, annex B). @param lengthSize the bytes of each length */
export function toAnnexB(sample: Uint8Array, lengthSize: number): Uint8Array<ArrayBuffer> {
  const units: Uint8Array[] = [];
  for (let at = 0; at + lengthSize < sample.length; ) {
    const start = at + lengthSize;
    const length = sample.subarray(at, start).reduce((value, byte) => value * 256 + byte, 0);
    units.push(startCode, sample.subarray(start, start + length));
    at = start + length;
  }
  return concat(units);
}

/** NAL units with lengths (ISO/IEC 14496-15, section 5.3.2). @param lengthSize the bytes of each length */
export function toLengths(stream: Uint8Array, lengthSize: number): Uint8Array<ArrayBuffer> {
  const units: Uint8Array[] = [];
  let start = -1;
  const close = (end: number) => {
    if (start < 0) return;
    let last = end;
    // A start code may have more zeros than three bytes need.
    while (last > start && stream[last - 1] === 0) last -= 1;
    if (last > start) units.push(lengthOf(last - start, lengthSize), stream.subarray(start, last));
  };
  for (let at = 0; at + 3 <= stream.length; at++) {
    if (stream[at] !== 0 || stream[at + 1] !== 0 || stream[at + 2] !== 1) continue;
    close(at);
    start = at + 3;
    at += 2;
  }
  close(stream.length);
  return concat(units);
}

/** A length of so many bytes. */
export function lengthOf(value: number, size: number): Uint8Array {
  const bytes = new Uint8Array(size);
  for (let index = size - 1, rest = value; index >= 0; index--, rest = Math.floor(rest / 256)) {
    bytes[index] = rest % 256;
  }
  return bytes;
}
