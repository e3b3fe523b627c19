import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ColorMatrix } from '../../../domain/color';
import { seenColors } from '../../../domain/seen-colors';
import { matrixEvidence, matrixOfSeen } from './color-evidence';
import { createPlane, type Picture } from './picture';

type Rgb = readonly [red: number, green: number, blue: number];

const shares = { bt601: [0.299, 0.114], bt709: [0.2126, 0.0722] } as const;
const matrices = ['bt601', 'bt709'] as const satisfies readonly ColorMatrix[];

/** Y, U and V of a color in limited range. */
function encode([red, green, blue]: Rgb, matrix: ColorMatrix): [number, number, number] {
  const [byRed, byBlue] = shares[matrix];
  const luma = byRed * red + (1 - byRed - byBlue) * green + byBlue * blue;
  return [
    Math.round(16 + (219 * luma) / 255),
    Math.round(128 + (112 * (blue - luma)) / (255 * (1 - byBlue))),
    Math.round(128 + (112 * (red - luma)) / (255 * (1 - byRed))),
  ];
}

/** Stripes of these colors, as Y, U and V. */
function stripes(colors: readonly Rgb[], matrix: ColorMatrix, size = 320): Picture {
  const planes = [
    createPlane(size, size),
    createPlane(size / 2, size / 2),
    createPlane(size / 2, size / 2),
  ] as const;
  for (const [channel, plane] of planes.entries()) {
    for (let column = 0; column < plane.width; column += 1) {
      const color = colors[Math.floor((column / plane.width) * colors.length)] ?? [0, 0, 0];
      plane.data[column] = encode(color, matrix)[channel] ?? 0;
    }
    const first = plane.data.slice(0, plane.width);
    for (let row = 1; row < plane.height; row += 1) plane.data.set(first, row * plane.stride);
  }
  return { family: 'yuv', planes };
}

/** A screenshot of the same stripes, larger. */
function pageOf(colors: readonly Rgb[], width = 480, height = 270) {
  const data = new Uint8ClampedArray(4 * width * height);
  for (let at = 0; at < width * height; at++) {
    const color = colors[Math.floor(((at % width) / width) * colors.length)] ?? [0, 0, 0];
    data.set([...color, 255], 4 * at);
  }
  return { data, width, height };
}

const grays: readonly Rgb[] = [
  [255, 255, 255],
  [200, 200, 200],
  [0, 0, 0],
];

describe.each(matrices)('a picture made by %s', (matrix) => {
  it.each<[string, Rgb]>([
    ['pure red', [255, 0, 0]],
    ['pure green', [0, 255, 0]],
    ['magenta', [255, 0, 255]],
    ['cyan', [0, 255, 255]],
  ])('is known by %s on a page of gray', (_name, color) => {
    expect(matrixEvidence(stripes([...grays, color, ...grays], matrix))).toBe(matrix);
  });

  it('is known by colors that were seen on the page, or not at all', () => {
    const color = fc.tuple(fc.nat(255), fc.nat(255), fc.nat(255));
    fc.assert(
      fc.property(fc.array(color, { minLength: 1, maxLength: 8 }), (colors) => {
        const seen = seenColors(pageOf(colors));
        expect([matrix, undefined]).toContain(matrixOfSeen(stripes(colors, matrix), seen));
      }),
      { numRuns: 200 },
    );
    const muted: Rgb = [211, 47, 47];
    expect(matrixEvidence(stripes([muted], matrix))).toBeUndefined();
    expect(matrixOfSeen(stripes([muted], matrix), seenColors(pageOf([muted])))).toBe(matrix);
    const gone = seenColors(pageOf([[47, 47, 211]]));
    expect(matrixOfSeen(stripes([muted], matrix), gone), 'another page').toBeUndefined();
  });

  it('is never taken for the other', () => {
    const color = fc.tuple(fc.nat(255), fc.nat(255), fc.nat(255));
    fc.assert(
      fc.property(fc.array(color, { minLength: 1, maxLength: 8 }), (colors) => {
        expect([matrix, undefined]).toContain(matrixEvidence(stripes(colors, matrix)));
      }),
      { numRuns: 300 },
    );
  });
});

it('gray proves nothing', () => {
  expect(matrixEvidence(stripes(grays, 'bt601'))).toBeUndefined();
});

it('a few samples prove nothing', () => {
  const picture = stripes(grays, 'bt601');
  const [y, u, v] = encode([0, 255, 0], 'bt601');
  for (const [plane, value, scale] of [
    [picture.planes[0], y, 2],
    [picture.planes[1], u, 1],
    [picture.planes[2], v, 1],
  ] as const) {
    for (let row = 10 * scale; row < 16 * scale; row += 1)
      plane.data.fill(value, row * plane.stride + 10 * scale, row * plane.stride + 16 * scale);
  }
  expect(matrixEvidence(picture)).toBeUndefined();
});

it('samples that are not flat prove nothing: between two colors there are none of a screen’s', () => {
  const colors = Array.from(
    { length: 160 },
    (_, index): Rgb => (index % 2 === 0 ? [0, 255, 0] : [255, 0, 255]),
  );
  expect(matrixEvidence(stripes(colors, 'bt601'))).toBeUndefined();
});
