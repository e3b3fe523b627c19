import { expect, it } from 'vitest';
import { clockDifferenceMs, clockLeaps } from '../e2e/support/picture';

const period = 2 ** 24;

it.each([
  { name: 'two readings', later: 5000, earlier: 3000, ms: 2000 },
  { name: 'the wrong order', later: 3000, earlier: 5000, ms: -2000 },
  { name: 'a wrap in between', later: 500, earlier: period - 1500, ms: 2000 },
  { name: 'a wrap in between, in the wrong order', later: period - 1500, earlier: 500, ms: -2000 },
  { name: 'a time since the epoch', later: 100_000 * period + 500, earlier: period - 1500, ms: 2000 },
  { name: 'a time since the epoch that is earlier', later: 700, earlier: 100_000 * period + 500, ms: 200 },
])('the painted clock: $name', ({ later, earlier, ms }) => {
  expect(clockDifferenceMs(later, earlier)).toBe(ms);
});

it('the painted clock: a leap is measured across a wrap and past a frame that can’t be read', () => {
  const frames = [
    { time: 0, clock: period - 100 },
    { time: 0.1, clock: 0 },
    { time: 0.2, clock: undefined },
    { time: 0.3, clock: 2200 },
  ];
  expect(clockLeaps(frames)).toEqual([0, 2].map((leap) => expect.closeTo(leap, 6)));
});
