import { expect, it } from 'vitest';
import { createMutex } from './mutex';

it('runs tasks one after another, past one that fails', async () => {
  const run = createMutex();
  const happened: string[] = [];
  const task = (name: string, fails = false) =>
    run(async () => {
      happened.push(`${name} begins`);
      await Promise.resolve();
      happened.push(`${name} ends`);
      if (fails) throw new Error(name);
      return name;
    });
  const results = await Promise.allSettled([task('a'), task('b', true), task('c')]);
  expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  expect(happened).toEqual(['a begins', 'a ends', 'b begins', 'b ends', 'c begins', 'c ends']);
});
