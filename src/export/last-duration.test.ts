import { expect, it } from 'vitest';
import { withDurations } from './last-duration';

const item = (timestamp: number, duration: number) => ({ timestamp, duration });

async function durations(...items: ReturnType<typeof item>[]): Promise<number[]> {
  async function* given() {
    yield* items;
  }
  const all: number[] = [];
  for await (const one of withDurations(given(), (it, duration) => ({ ...it, duration }))) {
    all.push(Number(one.duration.toFixed(6)));
  }
  return all;
}

it('fills in durations of 0 from the next time, and the last from the one before', async () => {
  expect(await durations(item(0, 0.04), item(0.04, 0), item(0.1, 0.05), item(0.15, 0))).toEqual([
    0.04, 0.06, 0.05, 0.05,
  ]);
  expect(await durations(item(0, 0), item(0.5, 0))).toEqual([0.5, 0.5]);
});

it('keeps those that are there, also at the end', async () => {
  expect(await durations(item(0, 0.04), item(0.04, 0.02))).toEqual([0.04, 0.02]);
});

it('lets a single frame last, and nothing of nothing', async () => {
  expect(await durations(item(3, 0))).toEqual([0.033333]);
  expect(await durations()).toEqual([]);
});
