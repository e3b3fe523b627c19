import fc from 'fast-check';
import { expect, it } from 'vitest';
import { nextEpoch } from './epoch';

function createMemory(initial?: string) {
  const values = new Map<string, string>(initial === undefined ? [] : [['recorder-epoch', initial]]);
  return {
    getItem: (key: string) => values.get(key) ?? null,
    setItem: (key: string, value: string) => void values.set(key, value),
  };
}

it('is the time at first', () => {
  expect(nextEpoch(createMemory(), 5000)).toBe(5000);
  expect(nextEpoch(createMemory('no number'), 5000)).toBe(5000);
});

it('rises with every recorder, however the clock is set', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(10_000), { minLength: 2 }), (times) => {
      const memory = createMemory();
      const epochs = times.map((now) => nextEpoch(memory, now));
      for (const [index, epoch] of epochs.slice(1).entries())
        expect(epoch).toBeGreaterThan(epochs[index] ?? 0);
    }),
  );
});
