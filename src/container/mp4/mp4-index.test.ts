import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { concat } from '../concat';
import { joinParts } from '../media-index';
import { fixture, fixtureNames, slicesOf, split } from '../testing/fixtures';
import { mp4PartOf, partsOf, slicesInMemory } from '../testing/index-of';
import * as mp4 from '../testing/mp4-builder';
import { box, fullBox, words } from './mp4-boxes';
import { Mp4Index } from './mp4-index';
import { chunkRow } from './mp4-part';

const cutAnywhere = fc.array(fc.oneof(fc.constant(0), fc.constant(1), fc.nat(40), fc.nat(9000)), {
  maxLength: 40,
});

describe.each(fixtureNames.mp4)('%s', (name) => {
  test('the tables are the same for every split of the bytes', () => {
    const bytes = fixture(name);
    const whole = mp4PartOf(bytes);
    fc.assert(
      fc.property(cutAnywhere, (lengths) => {
        expect(joinParts(partsOf('mp4', split(bytes, lengths)))).toEqual(whole);
      }),
      { numRuns: 20 },
    );
  });

  test('no slice is kept in memory', async () => {
    expect(await slicesInMemory(new Mp4Index(), slicesOf(name))).toBe(0);
  });

  test('no slice ends within a fragment', () => {
    const index = new Mp4Index();
    let mediaStart = 0;
    for (const { end, complete, header } of slicesOf(name).map((slice) => index.push(slice))) {
      mediaStart = header?.mediaStart ?? mediaStart;
      // Without a timeslice Chrome writes an mfra box at the end.
      expect(end - Math.max(complete, mediaStart)).toBeLessThan(name === 'avc3-whole.mp4' ? 133 : 16);
    }
  });
});

test('byte by byte', () => {
  const bytes = fixture('avc3-resized.mp4');
  expect(
    joinParts(
      partsOf(
        'mp4',
        split(
          bytes,
          Array.from(bytes, () => 1),
        ),
      ),
    ),
  ).toEqual(mp4PartOf(bytes));
});

test('parts join in any grouping', () => {
  const parts = partsOf('mp4', slicesOf('avc3-pauses.mp4'));
  fc.assert(
    fc.property(fc.nat(parts.length - 1), (at) => {
      const [head, tail] = [parts.slice(0, at + 1), parts.slice(at + 1)];
      expect(joinParts([joinParts(head), ...(tail.length === 0 ? [] : [joinParts(tail)])])).toEqual(
        joinParts(parts),
      );
    }),
  );
});

const sample = (...bytes: number[]) => ({ bytes: Uint8Array.from(bytes) });
const start = mp4.bytesOf(mp4.ftyp, mp4.moov(mp4.trak(1), mp4.trak(2)));

test('a fragment counts once its last byte is here', () => {
  const first = mp4.bytesOf(mp4.fragment({ track: 1, time: 0, samples: [sample(1), sample(2, 2)] }));
  const index = new Mp4Index();
  const almost = index.push(concat([start, first.subarray(0, -1)]));
  expect(almost.samples).toEqual([]);
  expect(almost.complete).toBe(0);
  const whole = index.push(first.subarray(-1));
  expect(whole.complete).toBe(start.length + first.length);
  expect(whole.samples[0]?.sizes).toEqual(Uint32Array.of(1, 2));
});

test('parameter sets are listed at each change, and only there', () => {
  const [first, other] = mp4PartOf(fixture('avc3-resized.mp4')).samples[0]?.configs ?? [];
  expect(first?.record).not.toEqual(other?.record);
  expect(mp4PartOf(fixture('avc3-resized.mp4')).samples[0]?.configs.map((config) => config.sample)).toEqual([
    0, 15, 30,
  ]);
  expect(mp4PartOf(fixture('avc3-pauses.mp4')).samples[0]?.configs).toHaveLength(1);
});

test('defaults of tfhd and of trex, base offsets, and runs that follow each other', () => {
  const moov = mp4.moov(mp4.trak(1));
  const before = mp4.bytesOf(mp4.ftyp, moov).length;
  const header = fullBox('tfhd', 0, 0x39, words(1, 0, before, 20, 3, 0));
  const build = (data: number) =>
    box(
      'moof',
      box(
        'traf',
        header,
        fullBox('tfdt', 1, 0, words(0, 500)),
        fullBox('trun', 0, 1, words(2, data)),
        fullBox('trun', 0, 4, words(2, 0x10000)),
      ),
    );
  const length = mp4.bytesOf(build(0)).length;
  const bytes = mp4.bytesOf(mp4.ftyp, moov, build(length + 8), box('mdat', new Uint8Array(12)));
  const [samples] = mp4PartOf(bytes).samples;
  expect(samples?.sizes).toEqual(Uint32Array.of(3, 3, 3, 3));
  expect(samples?.times).toEqual(Uint32Array.of(2, 20, 2, 20));
  expect(samples?.sync).toEqual(Uint32Array.of(2, 1, 1, 0, 1, 1));
  const data = before + length + 8;
  expect([...(samples?.chunks ?? [])]).toEqual([data, 2, 500, 1, data + 6, 2, 540, 1]);
});

test('offsets above 2^32', () => {
  const gap = 6 * 2 ** 30;
  const index = new Mp4Index();
  index.push(start);
  index.push(
    concat([words(1), Uint8Array.from([...'free'], (char) => char.charCodeAt(0)), words(1, gap - 2 ** 32)]),
  );
  const piece = new Uint8Array(2 ** 20);
  for (let pushed = 16; pushed < gap; ) {
    const next = Math.min(piece.length, gap - pushed);
    index.push(piece.subarray(0, next));
    pushed += next;
  }
  const fragment = mp4.bytesOf(mp4.fragment({ track: 1, time: 0, samples: [sample(1)] }));
  const part = index.push(fragment);
  expect(part.complete).toBe(start.length + gap + fragment.length);
  expect(part.samples[0]?.chunks[chunkRow.offset]).toBe(part.complete - 1);
});

describe('refuses, with offset and box,', () => {
  const at = start.length;
  const traf = (...boxes: ReturnType<typeof box>[]) => concat([start, ...box('moof', box('traf', ...boxes))]);
  const tfhd = fullBox('tfhd', 0, 0x20000, words(1));
  const tfdt = fullBox('tfdt', 0, 0, words(0));
  const sampleBytes = mp4.bytesOf(mp4.fragment({ track: 1, time: 0, samples: [sample(1, 2, 3)] }));
  test.each([
    [
      'nothing of MP4',
      Uint8Array.of(0x1a, 0x45, 0xdf, 0xa3, 0x9f, 0x42, 0x86, 0x81),
      'malformed',
      0,
      'box 9f 42 86 81',
    ],
    ['a box of 3 bytes', concat([start, words(3, 0x66726565)]), 'malformed', at, 'free'],
    ['a box above 2^53', concat([start, words(1, 0x66726565, 0x200000, 0)]), 'too-large', at, 'free'],
    [
      'a moov without fragments',
      mp4.bytesOf(mp4.ftyp, box('moov', mp4.trak(1))),
      'unsupported',
      mp4.bytesOf(mp4.ftyp).length + 8,
      'trak',
    ],
    [
      'a moov of 5 MiB',
      mp4.bytesOf(mp4.ftyp, [words(5 * 2 ** 20, 0x6d6f6f76)]),
      'too-large',
      mp4.bytesOf(mp4.ftyp).length,
      'moov',
    ],
    [
      'media before moov',
      mp4.bytesOf(mp4.ftyp, box('mdat')),
      'unsupported',
      mp4.bytesOf(mp4.ftyp).length,
      'mdat',
    ],
    [
      'a track that is not in moov',
      traf(fullBox('tfhd', 0, 0, words(7)), tfdt),
      'malformed',
      at + 16,
      'tfhd',
    ],
    ['a fragment without a time', traf(tfhd), 'unsupported', at + 8, 'traf'],
    [
      'samples that the tables have no room for',
      traf(tfhd, tfdt, fullBox('trun', 0, 0x100, words(9, 1))),
      'malformed',
      at + 48,
      'trun',
    ],
    [
      'four thousand million samples of no size',
      traf(tfhd, tfdt, fullBox('trun', 0, 0, words(0xffffffff))),
      'too-large',
      at + 48,
      'trun',
    ],
    [
      'samples outside of mdat',
      concat([start, sampleBytes.subarray(0, -11), ...box('mdat', new Uint8Array(2))]),
      'malformed',
      at + sampleBytes.length - 11,
      'mdat',
    ],
    [
      'a moof without its mdat',
      concat([start, sampleBytes.subarray(0, -11), sampleBytes]),
      'malformed',
      at + sampleBytes.length - 11,
      'moof',
    ],
    [
      'an mdat without an end',
      concat([start, sampleBytes.subarray(0, -11), words(0, 0x6d646174)]),
      'unsupported',
      at + sampleBytes.length - 11,
      'mdat',
    ],
  ])('%s', (_, bytes, reason, offset, element) => {
    const index = new Mp4Index();
    const refused = expect.objectContaining({ name: 'ContainerError', reason, offset, element });
    expect(() => index.push(bytes)).toThrow(refused);
    expect(() => index.push(new Uint8Array())).toThrow(refused);
    const byByte = new Mp4Index();
    expect(() => Array.from(bytes, (byte) => byByte.push(Uint8Array.of(byte)))).toThrow(refused);
  });

  test('an invalid parameter set', () => {
    const bytes = fixture('avc3.mp4').slice();
    const sps = bytes.findIndex(
      (_, index) => bytes[index] === 0x67 && bytes[index + 1] === 0x64 && index > 1200,
    );
    bytes.fill(0, sps + 1, sps + 18);
    expect(() => new Mp4Index().push(bytes)).toThrow(
      expect.objectContaining({ reason: 'malformed', offset: sps - 4, element: 'parameter sets' }),
    );
  });
});
