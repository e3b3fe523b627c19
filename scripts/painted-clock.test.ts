import { expect, it } from 'vitest';
import { clockDifferenceMs } from '../e2e/support/picture';

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
