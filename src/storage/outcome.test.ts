import { expect, it } from 'vitest';
import { outcomeOf } from './outcome';

const full = new DOMException('Encountered disk full while committing transaction.', 'QuotaExceededError');
const aborted = new DOMException('The transaction was aborted', 'AbortError');

/** Rejects a little later. */
const later = async (error: unknown): Promise<never> => {
  await new Promise((resolve) => setTimeout(resolve));
  throw error;
};

it('resolves to what the requests answered', async () => {
  expect(await outcomeOf({ done: Promise.resolve() }, Promise.resolve(7))).toBe(7);
});

it('rejects with why the transaction was aborted, although its requests fail first', async () => {
  await expect(outcomeOf({ done: later(full) }, Promise.reject(aborted))).rejects.toBe(full);
  await expect(outcomeOf({ done: later(full) }, Promise.resolve())).rejects.toBe(full);
});

it('rejects with the error of a request if the transaction does not know it', async () => {
  await expect(outcomeOf({ done: later(aborted) }, Promise.reject(full))).rejects.toBe(full);
  await expect(outcomeOf({ done: Promise.resolve() }, later(full))).rejects.toBe(full);
});

it('rejects with an AbortError if that is all there is to know', async () => {
  await expect(outcomeOf({ done: later(aborted) }, Promise.resolve())).rejects.toBe(aborted);
});
