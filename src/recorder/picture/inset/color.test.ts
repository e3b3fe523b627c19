import { describe, expect, it } from 'vitest';
import { matrixBetween, recolor } from './color';
import { createPlane, type Picture } from './picture';
import { type Sample, sampleOf } from './testing/pictures';
import { createWorkbench } from './workbench';

const bt601 = { family: 'yuv', matrix: 'smpte170m', fullRange: false } as const;
const bt709 = { family: 'yuv', matrix: 'bt709', fullRange: false } as const;
const full601 = { family: 'yuv', matrix: 'smpte170m', fullRange: true } as const;
const rgb = { family: 'rgb', matrix: 'rgb', fullRange: true } as const;
const unknown = { family: 'yuv', matrix: null, fullRange: null } as const;

type Kind = typeof bt601 | typeof bt709 | typeof full601 | typeof rgb;

/** A square picture whose planes have no padding. */
function paint(family: Picture['family'], side: number, colorAt: (x: number) => Sample): Picture {
  const plane = (channel: 0 | 1 | 2) => {
    const step = family === 'yuv' && channel > 0 ? 2 : 1;
    const made = createPlane(side / step, side / step);
    for (const at of made.data.keys()) made.data[at] = colorAt((at % made.width) * step)[channel];
    return made;
  };
  return { family, planes: [plane(0), plane(1), plane(2)] };
}

/** One color, converted. */
function turn(color: Sample, from: Kind, to: Kind): Sample {
  const matrix = matrixBetween(from, to);
  if (matrix === undefined) return color;
  const picture = paint(from.family, 4, () => color);
  const [first, second, third] = recolor(picture, to.family, matrix, createWorkbench()).planes;
  return [sampleOf(first, 0, 0), sampleOf(second, 0, 0), sampleOf(third, 0, 0)];
}

describe('matrixBetween', () => {
  it('matches the colors of the standards', () => {
    expect(turn([255, 255, 255], rgb, bt709)).toEqual([235, 128, 128]);
    expect(turn([0, 0, 0], rgb, bt709)).toEqual([16, 128, 128]);
    // The color bars of BT.709 and BT.601, in 8 bits.
    expect(turn([255, 0, 0], rgb, bt709)).toEqual([63, 102, 240]);
    expect(turn([0, 0, 255], rgb, bt601)).toEqual([41, 240, 110]);
    expect(turn([63, 102, 240], bt709, rgb)).toEqual([255, 1, 0]);
  });

  it('converts one kind of YUV to the other without a change of color', () => {
    const red601 = turn([255, 0, 0], rgb, bt601);
    for (const [index, value] of turn(red601, bt601, bt709).entries()) {
      expect(Math.abs(value - ([63, 102, 240][index] ?? 0))).toBeLessThanOrEqual(1);
    }
    expect(turn([255, 128, 128], full601, bt709)).toEqual([235, 128, 128]);
    expect(turn([0, 128, 128], full601, bt601)).toEqual([16, 128, 128]);
  });

  it('is not needed between the same color spaces', () => {
    expect(matrixBetween(bt601, { ...bt601, matrix: 'bt470bg' })).toBeUndefined();
    expect(matrixBetween(rgb, rgb)).toBeUndefined();
    expect(matrixBetween(bt709, unknown), 'what is not known is as in the other').toBeUndefined();
    expect(matrixBetween(unknown, full601)).toBeUndefined();
    expect(matrixBetween(bt601, bt709)).toBeDefined();
  });

  it('takes YUV of an unknown kind beside RGB for BT.709', () => {
    expect(matrixBetween(rgb, unknown)).toEqual(matrixBetween(rgb, bt709));
  });
});

it('recolor makes chroma the mean of its four pixels', () => {
  const picture = paint('rgb', 2, (x) => (x === 0 ? [255, 0, 0] : [0, 0, 255]));
  const matrix = matrixBetween(rgb, bt709);
  if (matrix === undefined) throw new Error('RGB is not YUV');
  const [luma, u, v] = recolor(picture, 'yuv', matrix, createWorkbench()).planes;
  expect([...luma.data]).toEqual([63, 32, 63, 32]);
  expect([...u.data]).toEqual([171]);
  expect([...v.data]).toEqual([179]);
});
