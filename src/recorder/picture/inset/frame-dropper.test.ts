import { expect, it } from 'vitest';
import { createSieve } from './frame-dropper';

const passed = (behindMs: number) => {
  const sieve = createSieve();
  sieve.ease(behindMs);
  return Array.from({ length: 60 }, sieve.passes).filter(Boolean).length;
};

it.each([
  [-200, 60],
  [0, 60],
  [999, 60],
  [1000, 30],
  [2500, 20],
  [60_000, 6],
])('an encoder that is %i ms behind gets %i of 60 frames', (behindMs, frames) => {
  expect(passed(behindMs)).toBe(frames);
});

it('all pass again once it has caught up', () => {
  const sieve = createSieve();
  sieve.ease(5000);
  sieve.passes();
  sieve.ease(100);
  expect(Array.from({ length: 5 }, sieve.passes)).toEqual([true, true, true, true, true]);
});
