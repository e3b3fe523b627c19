import { afterEach, beforeEach, expect, it, vi } from 'vitest';

const mebibyte = 2 ** 20;

/** What each collection takes, in ms. */
let takes = 0;
let now = 0;
const created: number[] = [];
const clock = { now: () => now };

class Refused {
  constructor(bytes: number) {
    created.push(bytes);
    now += takes;
    throw new RangeError('Array buffer allocation failed');
  }
}

beforeEach(() => {
  takes = 0;
  now = 0;
  created.length = 0;
  vi.resetModules();
  vi.stubGlobal('ArrayBuffer', Refused);
});

afterEach(() => vi.unstubAllGlobals());

it('has garbage collected after every 4 MiB, by a buffer of more than 64 MB', async () => {
  const { countGarbage } = await import('./garbage');
  countGarbage(4 * mebibyte - 1, clock);
  expect(created).toEqual([]);
  countGarbage(1, clock);
  countGarbage(1, clock);
  expect(created).toEqual([128 * mebibyte]);
  countGarbage(4 * mebibyte - 1, clock);
  expect(created).toHaveLength(2);
});

it('works eight times as long as the collection took before the next one', async () => {
  const { countGarbage } = await import('./garbage');
  takes = 100;
  countGarbage(4 * mebibyte, clock);
  now += 799;
  countGarbage(8 * mebibyte, clock);
  expect(created).toHaveLength(1);
  now += 1;
  // What was made meanwhile counts.
  countGarbage(1, clock);
  expect(created).toHaveLength(2);
});
