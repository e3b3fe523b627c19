import { expect, test } from 'vitest';
import { toI420 } from './drawn-samples';

/** A picture of these colors, row by row. */
const picture = (width: number, colors: readonly (readonly [number, number, number])[]) => ({
  data: new Uint8ClampedArray(colors.flatMap((color) => [...color, 255])),
  width,
  height: colors.length / width,
});

test.each([
  ['bt601', [0, 255, 0], [145, 54, 34]],
  ['bt709', [0, 255, 0], [173, 42, 26]],
  ['bt601', [255, 0, 0], [81, 90, 240]],
  ['bt709', [0, 0, 255], [32, 240, 118]],
  ['bt601', [0, 0, 0], [16, 128, 128]],
  ['bt709', [255, 255, 255], [235, 128, 128]],
] as const)('by %s, %j has the samples %j', (matrix, color, [luma, u, v]) => {
  const samples = toI420(picture(2, [color, color, color, color]), matrix);
  expect([...samples]).toEqual([luma, luma, luma, luma, u, v]);
});

test('an odd picture has chroma for its last row and column, and the mean of what is there', () => {
  const [black, blue] = [[0, 0, 0] as const, [0, 0, 255] as const];
  const samples = toI420(picture(3, [black, black, blue, black, black, blue, blue, blue, blue]), 'bt601');
  expect([...samples.slice(0, 9)]).toEqual([16, 16, 41, 16, 16, 41, 41, 41, 41]);
  expect([...samples.slice(9)]).toEqual([128, 240, 240, 240, 128, 110, 110, 110]);
});
