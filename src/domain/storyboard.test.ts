import { expect, it } from 'vitest';
import { nearestPicture } from './storyboard';

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
