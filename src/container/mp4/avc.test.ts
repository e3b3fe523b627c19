import fc from 'fast-check';
import { expect, test } from 'vitest';
import { makeAvcRecord, readSps, sizeOfAvcRecord } from './avc';

const bytes = (hex: string) => Uint8Array.from(hex.match(/../g) ?? [], (byte) => Number.parseInt(byte, 16));

/** Parameter sets that encoders wrote, and what they wrote them for. */
const known = [
  ['Chromium, 160x96', '67640c0cac191a828d26e021a020f08846a0', { profile: 100, width: 160, height: 96 }],
  ['Chromium, 640x360', '67640c1fac191a80a02ff966e021a020f08846a0', { width: 640, height: 360 }],
  ['Chromium, 800x450', '67640c1fac191a80c83bf889b80868083c2211a8', { width: 800, height: 450 }],
  [
    'baseline',
    '6742c01fd9005005bb0110000003001000000303c0f1832480',
    { profile: 66, width: 1280, height: 720 },
  ],
  ['main', '674d4020eca02b030f378088000003000800000301e078c18cb0', { width: 1366, height: 768 }],
  ['cropped', '67640028acd940780227e5c044000003000400000300f03c60c658', { width: 1920, height: 1080 }],
  ['interlaced', '67640028acd94078044fde0220000003002000000783e2c5b2c0', { width: 1920, height: 1080 }],
  [
    '10 bits, 4:2:2, with scaling matrices',
    '677a000db6cd9415087888fc0440000003004000000f03c50a6580',
    { profile: 122, chromaFormat: 2, lumaDepth: 2, chromaDepth: 2, width: 322, height: 242 },
  ],
] as const;

test.each(known)('%s', (_, hex, expected) => {
  expect(readSps(bytes(hex))).toMatchObject(expected);
});

test('the record is the one that Chromium wrote into its sample entry', () => {
  const record = bytes('01640c0cffe1001267640c0cac191a828d26e021a020f08846a001000468ce3c80fdf8f800');
  const sets = { sps: [bytes(known[0][1])], pps: [bytes('68ce3c80')], spsExtensions: [] };
  expect(makeAvcRecord(sets, 4)).toEqual(record);
  expect(sizeOfAvcRecord(record)).toMatchObject({ width: 160, height: 96 });
});

test('a record of the baseline profile has no format of colors', () => {
  const sps = bytes(known[3][1]);
  const record = makeAvcRecord({ sps: [sps], pps: [bytes('68cb83cb20')], spsExtensions: [] }, 4);
  expect(record?.length).toBe(6 + 2 + sps.length + 1 + 2 + 5);
  expect(record && sizeOfAvcRecord(record)).toMatchObject({ width: 1280, height: 720 });
});

test('whatever the bytes, reading ends', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 64 }), (nal) => {
      const read = readSps(nal);
      if (read !== undefined) expect(read.width * read.height).toBeGreaterThan(0);
    }),
    { numRuns: 2000 },
  );
});

test('no record without both kinds of parameter sets', () => {
  expect(makeAvcRecord({ sps: [], pps: [bytes('68ce3c80')], spsExtensions: [] }, 4)).toBeUndefined();
  expect(makeAvcRecord({ sps: [bytes(known[0][1])], pps: [], spsExtensions: [] }, 4)).toBeUndefined();
});
