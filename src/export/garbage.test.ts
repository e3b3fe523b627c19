import { afterEach, expect, it, vi } from 'vitest';
import { countGarbage } from './garbage';

afterEach(() => vi.unstubAllGlobals());

it('has garbage collected after every 4 MiB, by a buffer of more than 64 MB', () => {
  const created: number[] = [];
  class Refused {
    constructor(bytes: number) {
      created.push(bytes);
      throw new RangeError('Array buffer allocation failed');
    }
  }
  vi.stubGlobal('ArrayBuffer', Refused);
  countGarbage(2 ** 22 - 1);
  expect(created).toEqual([]);
  countGarbage(1);
  countGarbage(1);
  expect(created).toEqual([2 ** 27]);
});
