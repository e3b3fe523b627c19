import { expect, it } from 'vitest';
import { seenColors } from './seen-colors';

const [width, height] = [192, 108];

/** A page whose left half has one color, and its right half another. */
function page(left: readonly number[], right: (x: number, y: number) => readonly number[]) {
  const data = new Uint8ClampedArray(4 * width * height);
  for (let at = 0; at < width * height; at++) {
    const [x, y] = [at % width, Math.floor(at / width)];
    data.set([...(x < width / 2 ? left : right(x, y)), 255], 4 * at);
  }
  return { data, width, height };
}

it('finds the colors of flat areas, and where they are', () => {
  const seen = seenColors(page([90, 160, 70], () => [250, 250, 250]));
  expect(seen.length).toBeGreaterThan(2000);
  for (const [across, down, ...color] of seen) {
    expect(color).toEqual([90, 160, 70]);
    expect(across, 'its edge is not flat').toBeLessThan(0.5 - 2 / width);
    expect(down).toBeLessThan(1);
  }
});

it('finds none in grays, pictures and text', () => {
  expect(seenColors(page([20, 30, 40], (x, y) => [(7 * x) % 256, (5 * y) % 256, 0]))).toEqual([]);
  expect(seenColors({ data: new Uint8ClampedArray(0), width: 0, height: 0 })).toEqual([]);
});
