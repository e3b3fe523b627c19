import { expect, it } from 'vitest';
import { createGifFrames, type GifFrame } from './gif-frames';

/** Frames of one pixel each, of these values. */
function framesOf(values: readonly number[]): GifFrame[] {
  const written: GifFrame[] = [];
  const frames = createGifFrames({
    quantize: () => [[0, 0, 0]],
    map: (pixels) => Uint8Array.from(pixels),
    write: (frame, size) => {
      expect(size).toEqual({ width: 1, height: 1 });
      written.push(frame);
    },
  });
  for (const value of values) frames.add({ data: Uint8ClampedArray.of(value), width: 1, height: 1 });
  frames.end();
  return written;
}

it('lasts exactly as long as the recording, whatever rounding leaves over', () => {
  const frames = framesOf(Array.from({ length: 24 }, (_, index) => index));
  expect(frames).toHaveLength(24);
  expect(new Set(frames.map(({ delayMs }) => delayMs))).toEqual(new Set([80, 90]));
  expect(frames.reduce((sum, { delayMs }) => sum + delayMs, 0)).toBe(2000);
  expect(frames.map(({ isFirst }) => isFirst).indexOf(true)).toBe(0);
  expect(frames.filter(({ isFirst }) => isFirst)).toHaveLength(1);
});

it('a frame that comes again makes the one before last longer', () => {
  const frames = framesOf([1, 1, 1, 2, 2, 3]);
  expect(frames.map(({ index, delayMs }) => [index[0], delayMs])).toEqual([
    [1, 250],
    [2, 170],
    [3, 80],
  ]);
});

it('the palette is renewed each second', () => {
  const frames = framesOf(Array.from({ length: 25 }, () => 7));
  expect(new Set(frames.map(({ palette }) => palette)).size).toBe(3);
});

it('nothing is written of nothing', () => {
  expect(framesOf([])).toEqual([]);
});
