import { describe, expect, it } from 'vitest';
import { type Matrix, matrixBetween } from './color';
import { createConversion } from './convert';
import type { WorkableFormat } from './picture';
import { paintPicture, type Sample, sampleOf } from './testing/pictures';

const bt601 = { family: 'yuv', matrix: 'smpte170m', fullRange: false } as const;
const bt709 = { family: 'yuv', matrix: 'bt709', fullRange: false } as const;
const rgb = { family: 'rgb', matrix: 'rgb', fullRange: true } as const;

type Kind = typeof bt601 | typeof bt709;

const levels = [0, 128, 255] as const;

/** Pure and mixed colors. */
const palette: readonly Sample[] = levels.flatMap((red) =>
  levels.flatMap((green) => levels.map((blue): Sample => [red, green, blue])),
);

/** The exact arithmetic, rounded once. */
function exact(color: Sample, matrix: Matrix | undefined): Sample {
  const [first = 0, second = 0, third = 0] = (matrix ?? []).map(([a, b, c, add]) =>
    Math.min(255, Math.max(0, Math.round(a * color[0] + b * color[1] + c * color[2] + add))),
  );
  return [first, second, third];
}

/** Columns of the palette's colors, two pixels wide, as samples of that kind. */
function painted(format: WorkableFormat, kind: Kind, width = 2 * palette.length, height = 6) {
  const samples = palette.map((color) => exact(color, matrixBetween(rgb, kind)));
  return paintPicture(format, width, height, (x) => samples[x >> 1] as Sample);
}

/** The color in the middle of that column. */
function colorAt({ planes: [luma, u, v] }: ReturnType<typeof painted>, column: number, row = 1): Sample {
  return [sampleOf(luma, 2 * column, 2 * row), sampleOf(u, column, row), sampleOf(v, column, row)];
}

function convert(picture: ReturnType<typeof painted>, from: Kind, to: Kind): void {
  createConversion(from, to.matrix)?.(picture.planes);
}

function worst(one: Sample, other: Sample): number {
  return Math.max(...one.map((value, channel) => Math.abs(value - (other[channel] ?? Number.NaN))));
}

describe.each<[WorkableFormat, Kind, Kind]>([
  ['I420', bt709, bt601],
  ['I420', bt601, bt709],
  ['NV12', bt709, bt601],
  ['NV12', bt601, bt709],
])('a conversion of %s', (format, from, to) => {
  it('makes every color of the palette what the standards make of it', () => {
    const picture = painted(format, from);
    convert(picture, from, to);
    for (const [column, color] of palette.entries()) {
      expect(worst(colorAt(picture, column), exact(color, matrixBetween(rgb, to)))).toBeLessThanOrEqual(2);
    }
  });

  it('is undone by the opposite one', () => {
    const picture = painted(format, from);
    convert(picture, from, to);
    convert(picture, to, from);
    for (const [column, color] of palette.entries()) {
      expect(worst(colorAt(picture, column), exact(color, matrixBetween(rgb, from)))).toBeLessThanOrEqual(2);
    }
  });

  it.each([
    [31, 6],
    [32, 5],
    [31, 5],
    [1, 1],
  ])('reaches every sample of %i x %i px once', (width, height) => {
    const odd = painted(format, from, width, height);
    const even = painted(format, from);
    convert(odd, from, to);
    convert(even, from, to);
    for (const [channel, plane] of odd.planes.entries()) {
      for (let y = 0; y < plane.height; y += 1) {
        for (let x = 0; x < plane.width; x += 1) {
          expect(sampleOf(plane, x, y)).toBe(sampleOf(even.planes[channel] ?? plane, x, y));
        }
      }
    }
  });
});

describe('a conversion', () => {
  it('leaves grays alone', () => {
    const picture = paintPicture('I420', 8, 8, (x) => [16 + x, 128, 128]);
    const before = [...picture.data];
    convert(picture, bt709, bt601);
    expect([...picture.data]).toEqual(before);
  });

  it('is not needed within a matrix, nor from an unknown one', () => {
    expect(createConversion(bt601, 'smpte170m')).toBeUndefined();
    expect(createConversion({ ...bt601, matrix: 'bt470bg' }, 'smpte170m')).toBeUndefined();
    expect(createConversion({ matrix: null, fullRange: null }, 'smpte170m')).toBeUndefined();
  });
});
