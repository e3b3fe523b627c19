import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ColorMatrix } from '../../domain/color';
import { labelCodes, unstated } from '../color-label';
import { makeSps, type Vui } from '../testing/sps-builder';
import { describeAvcRecord, describeSps, makeAvcRecord, readSps, sizeOfAvcRecord } from './avc';

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

const matrices = ['bt601', 'bt709'] as const satisfies readonly ColorMatrix[];

const description = fc.record({
  primaries: fc.nat(255),
  transfer: fc.nat(255),
  matrix: fc.nat(255),
});
const signal = fc.record(
  { format: fc.nat(7), isFullRange: fc.boolean(), description },
  { requiredKeys: ['format', 'isFullRange'] },
);
/** Often with zeros, which need emulation prevention bytes. */
const vui: fc.Arbitrary<Vui> = fc.record(
  {
    aspect: fc.tuple(fc.constantFrom(0, 1, 0xffff), fc.constantFrom(0, 3, 0xffff)),
    overscan: fc.boolean(),
    signal,
    rest: fc
      .array(fc.constantFrom('0', '00000000', '0000000000000000', '1', '01', '11'), { maxLength: 9 })
      .map((bits) => bits.join('')),
  },
  { requiredKeys: ['rest'] },
);

/** What a parameter set with those fields states once its matrix is known. */
function described(fields: Vui | undefined, matrix: ColorMatrix): Vui {
  const { primaries, transfer } = unstated;
  const stated = fields?.signal ?? { format: 5, isFullRange: false };
  return {
    ...(fields ?? { rest: '000000' }),
    signal: {
      ...stated,
      description: { primaries, transfer, ...stated.description, matrix: labelCodes.h273[matrix] },
    },
  };
}

test('a parameter set gets a matrix, whatever it states, and nothing else changes', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 300 }),
      fc.option(vui, { nil: undefined }),
      fc.constantFrom(...matrices),
      (width, fields, matrix) => {
        const expected = makeSps(width, described(fields, matrix));
        expect(describeSps(makeSps(width, fields), matrix)).toEqual(expected);
        expect(describeSps(expected, matrix)).toEqual(expected);
      },
    ),
    { numRuns: 1000 },
  );
});

test.each(known)('%s: the same picture with a matrix', (_, hex) => {
  for (const matrix of matrices) {
    const sps = describeSps(bytes(hex), matrix) ?? new Uint8Array();
    const { color, ...others } = readSps(sps) ?? {};
    expect(color).toMatchObject({ element: 'matrix' });
    expect(readSps(bytes(hex))).toMatchObject(others);
    expect(describeSps(describeSps(sps, 'bt601') ?? sps, matrix)).toEqual(sps);
  }
});

test('a record gets parameter sets with a matrix, and keeps the rest', () => {
  const [one, other] = [makeSps(40), makeSps(40, { rest: '0000001' })];
  const pps = [bytes('68ce3c80')];
  const record = makeAvcRecord({ sps: [one, other], pps, spsExtensions: [] }, 4) ?? new Uint8Array();
  const sps = [one, other].map((each) => describeSps(each, 'bt601') ?? each);
  expect(describeAvcRecord(record, 'bt601')).toEqual(makeAvcRecord({ sps, pps, spsExtensions: [] }, 4));
  expect(describeAvcRecord(new Uint8Array(6), 'bt601')).toEqual(new Uint8Array(6));
});

test('whatever the bytes, a matrix is stated or nothing', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 64 }), fc.constantFrom(...matrices), (nal, matrix) => {
      const sps = describeSps(nal, matrix);
      if (sps !== undefined) expect(readSps(sps)?.color?.element).toBe('matrix');
    }),
    { numRuns: 2000 },
  );
});
