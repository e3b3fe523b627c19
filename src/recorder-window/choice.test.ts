import { expect, it } from 'vitest';
import { createChoice } from './choice';

it('waits for the click', async () => {
  const choice = createChoice();
  const log: string[] = [];
  expect(choice.isAwaited.value).toBe(false);
  const made = choice.made().then(() => log.push('asked'));
  expect(choice.isAwaited.value).toBe(true);
  await Promise.resolve();
  expect(log).toEqual([]);
  choice.make();
  expect(choice.isAwaited.value).toBe(false);
  await made;
  expect(log).toEqual(['asked']);
});

it('ends without one', async () => {
  const choice = createChoice();
  const made = choice.made();
  choice.cancel();
  expect(choice.isAwaited.value).toBe(false);
  await expect(made).rejects.toMatchObject({ failure: { code: 'start-cancelled' } });
});
