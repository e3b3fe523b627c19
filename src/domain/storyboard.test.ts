import { expect, it } from 'vitest';
import { coversHalf, nearestPicture } from './storyboard';

const pictures = [2000, 4000, 10_000].map((atMs) => ({ atMs, picture: new Blob([String(atMs)]) }));

it.each([
  [0, 2000],
  [2900, 2000],
  [3100, 4000],
  [8500, 10_000],
  [12_000, 10_000],
])('of a moment at %i ms, the nearest picture is that at %i ms', (atMs, expected) => {
  expect(nearestPicture(pictures, atMs, 12_000)?.atMs).toBe(expected);
});

it('is none if none was taken near it', () => {
  expect(nearestPicture(pictures, 7000, 12_000), 'a source that gave none for a while').toBeUndefined();
  expect(nearestPicture(pictures, 7000, 128_000)?.atMs, 'a long one has fewer').toBe(4000);
  expect(nearestPicture([], 0, 12_000)).toBeUndefined();
});

it.each([
  ['none', [], 10_000, false],
  ['one, of a part of 8 s', [4000], 8000, true],
  ['one at its edge', [0], 8000, false],
  ['one, of a part of a minute', [30_000], 60_000, false],
  ['two that stand for the same', [30_000, 30_500], 10_000, false],
  ['one for each two seconds, but for the end', [2000, 4000, 6000], 16_000, true],
  [
    'as many as a thinned out one of ten hours',
    Array.from({ length: 64 }, (_, at) => at * 562_500),
    36e6,
    true,
  ],
  ['those of its first third', Array.from({ length: 20 }, (_, at) => at * 562_500), 36e6, false],
])('%s: whether there are pictures for half of it', (_, times, durationMs, expected) => {
  const taken = times.map((atMs) => ({ atMs, picture: new Blob() }));
  expect(coversHalf(taken, durationMs)).toBe(expected);
});
