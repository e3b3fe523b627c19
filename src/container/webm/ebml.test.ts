import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ContainerError } from '../container-error';
import { ids, readElementHeader, readElements, readFloat, readUint, readVint } from './ebml';
import { element, encodeSize, floatElement, uintElement, unknownSize8, writeSize8 } from './ebml-writer';

const size = fc.oneof(fc.nat(300), fc.maxSafeInteger().map(Math.abs));

describe('variable-size integers', () => {
  test('are read as they were written, in as few bytes as possible', () => {
    fc.assert(
      fc.property(size, (value) => {
        const bytes = encodeSize(value);
        expect(readVint(bytes, 0)).toEqual({ value, length: bytes.length, unknown: false });
        expect(bytes.length === 1 || value >= 2 ** (7 * (bytes.length - 1)) - 1).toBe(true);
      }),
    );
  });

  test.each([1, 2, 3, 4, 5, 6, 7, 8])('of %i bytes are read, and all ones mean "unknown"', (length) => {
    const bytes = new Uint8Array(length);
    bytes[0] = 0x80 >> (length - 1);
    bytes[length - 1] = (bytes[length - 1] ?? 0) | 1;
    expect(readVint(bytes, 0)).toEqual({ value: 1, length, unknown: false });
    const unknown = new Uint8Array(length).fill(0xff);
    unknown[0] = 0xff >> (length - 1);
    expect(readVint(unknown, 0)).toMatchObject({ length, unknown: true });
    expect(readVint(bytes.subarray(0, length - 1), 0)).toBeUndefined();
  });

  test('in a field of 8 bytes', () => {
    fc.assert(
      fc.property(size, (value) => {
        const bytes = new Uint8Array(8);
        expect(writeSize8(bytes, 0, value)).toBe(8);
        expect(readVint(bytes, 0)).toEqual({ value, length: 8, unknown: false });
      }),
    );
    expect(readVint(unknownSize8, 0)).toMatchObject({ length: 8, unknown: true });
  });
});

describe('element headers', () => {
  test('are undefined as long as bytes are missing', () => {
    const bytes = element(ids.Cluster, new Uint8Array(200));
    for (let length = 0; length < 6; length++) {
      expect(readElementHeader(bytes.subarray(0, length), 0, 0)).toBeUndefined();
    }
    expect(readElementHeader(bytes, 0, 0)).toEqual({ id: ids.Cluster, size: 200, length: 6 });
  });

  test.each([
    ['an ID of more than 4 bytes', [0x08, 1, 1, 1, 1, 0x81], 'malformed', 'EBML element'],
    ['a size of more than 8 bytes', [0xe7, 0x00, 1, 1], 'malformed', 'Timestamp'],
    ['a size above 2^53', [0xa3, 0x01, 0x80, 0, 0, 0, 0, 0, 0], 'too-large', 'SimpleBlock'],
  ])('refuse %s, with its offset', (_, bytes, reason, name) => {
    const read = () => readElementHeader(Uint8Array.from([0, ...bytes]), 1, 1000);
    expect(read).toThrow(ContainerError);
    expect(read).toThrow(expect.objectContaining({ reason, offset: 1001, element: name }));
  });
});

test('values are read as they were written', () => {
  fc.assert(
    fc.property(size, fc.double({ noNaN: true }), (integer, float) => {
      const [first, second] = readElements(
        Uint8Array.from([...uintElement(ids.Timestamp, integer), ...floatElement(ids.Duration, float)]),
        0,
      );
      expect(first && readUint(first.data, 0, first.id)).toBe(integer);
      expect(second && readFloat(second)).toBe(float);
    }),
  );
});

test('an element that reaches beyond its parent is refused', () => {
  const read = () => [...readElements(Uint8Array.of(0xe7, 0x82, 1), 50)];
  expect(read).toThrow(expect.objectContaining({ reason: 'malformed', offset: 50, element: 'Timestamp' }));
});
