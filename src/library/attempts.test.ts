import { expect, it } from 'vitest';
import { failure } from '../domain/failure';
import { createAttempts } from './attempts';

const broken = () => Promise.reject(new DOMException('The disk is gone', 'UnknownError'));

it('retries what failed last', async () => {
  const attempts = createAttempts();
  let tries = 0;
  await attempts.attempt(async () => {
    tries += 1;
    if (tries === 1) await broken();
  });
  expect(attempts.canRetry.value).toBe(true);
  await attempts.retry();
  expect(tries).toBe(2);
  expect(attempts.failure.value).toBeUndefined();
});

it.each([
  ['is reported', async ({ report }: ReturnType<typeof createAttempts>) => report(failure('storage-failed'))],
  ['is tried once', ({ tryOnce }: ReturnType<typeof createAttempts>) => tryOnce(broken)],
])('does not retry an earlier failure for one that %s', async (_, fail) => {
  const attempts = createAttempts();
  let deleted = 0;
  await attempts.attempt(async () => {
    deleted += 1;
    await broken();
  });
  attempts.dismiss();
  await fail(attempts);
  expect(attempts.failure.value?.code).toBe('storage-failed');
  expect(attempts.canRetry.value).toBe(false);
  await attempts.retry();
  expect(deleted).toBe(1);
});
