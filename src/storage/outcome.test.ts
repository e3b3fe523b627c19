import { afterEach, expect, it, vi } from 'vitest';
import { outcomeOf } from './outcome';

const full = new DOMException('Encountered disk full while committing transaction.', 'QuotaExceededError');
const aborted = new DOMException('The transaction was aborted', 'AbortError');

/** Rejects a little later. */
const later = async (error: unknown): Promise<never> => {
  await new Promise((resolve) => setTimeout(resolve));
  throw error;
};

const ending = (done: Promise<void>, db = new EventTarget()) => ({ done, db });

afterEach(() => {
  vi.useRealTimers();
});

it('resolves to what the requests answered', async () => {
  expect(await outcomeOf(ending(Promise.resolve()), Promise.resolve(7))).toBe(7);
});

it('rejects with why the transaction was aborted, although its requests fail first', async () => {
  await expect(outcomeOf(ending(later(full)), Promise.reject(aborted))).rejects.toBe(full);
  await expect(outcomeOf(ending(later(full)), Promise.resolve())).rejects.toBe(full);
});

it('rejects with the error of a request if the transaction does not know it', async () => {
  await expect(outcomeOf(ending(later(aborted)), Promise.reject(full))).rejects.toBe(full);
  await expect(outcomeOf(ending(Promise.resolve()), later(full))).rejects.toBe(full);
});

it('rejects with an AbortError if that is all there is to know', async () => {
  await expect(outcomeOf(ending(later(aborted)), Promise.resolve())).rejects.toBe(aborted);
});

it('rejects a second after the browser has ended the connection, if it says no more', async () => {
  vi.useFakeTimers();
  const never = new Promise<never>(() => undefined);
  for (const [done, requests] of [
    [never, Promise.resolve()],
    [never, never],
    [Promise.resolve(), never],
  ] as const) {
    const db = new EventTarget();
    const outcome = vi.fn();
    outcomeOf(ending(done, db), requests).catch(outcome);
    await vi.advanceTimersByTimeAsync(60_000);
    db.dispatchEvent(new Event('close'));
    await vi.advanceTimersByTimeAsync(999);
    expect(outcome).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1);
    expect(outcome).toHaveBeenCalledWith(expect.objectContaining({ name: 'AbortError' }));
  }
});

it('says why a request failed, although the browser has ended the connection and never reports the abort', async () => {
  vi.useFakeTimers();
  const db = new EventTarget();
  const outcome = outcomeOf(ending(new Promise(() => undefined), db), Promise.reject(full));
  const refused = expect(outcome).rejects.toBe(full);
  db.dispatchEvent(new Event('close'));
  await vi.advanceTimersByTimeAsync(1000);
  await refused;
});

it('resolves if the end is reported after the connection was ended', async () => {
  vi.useFakeTimers();
  const db = new EventTarget();
  const forgetting = vi.spyOn(db, 'removeEventListener');
  const done = new Promise<void>((resolve) => setTimeout(resolve, 900));
  const outcome = outcomeOf(ending(done, db), Promise.resolve(7));
  db.dispatchEvent(new Event('close'));
  await vi.advanceTimersByTimeAsync(900);
  expect(await outcome).toBe(7);
  expect(vi.getTimerCount()).toBe(0);
  expect(forgetting).toHaveBeenCalledOnce();
});
