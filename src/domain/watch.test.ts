import { describe, expect, it, vi } from 'vitest';
import { waitAtMost } from './watch';

/** A clock that is told when the time is over. */
function setUp() {
  let over: () => void = () => undefined;
  const cancel = vi.fn();
  const later = vi.fn((_ms: number, task: () => void) => {
    over = task;
    return cancel;
  });
  return { later, cancel, pass: () => over() };
}

describe('a wait', () => {
  it.each([
    ['is done', () => Promise.resolve()],
    ['fails', () => Promise.reject(new Error('gone'))],
  ])('ends when its task %s', async (_what, task) => {
    const { later, cancel } = setUp();
    await waitAtMost(500, later, task());
    expect(later.mock.lastCall?.[0]).toBe(500);
    expect(cancel).toHaveBeenCalledOnce();
  });

  it('ends without its task, which may still fail', async () => {
    const { later, pass } = setUp();
    let fail: (reason: Error) => void = () => undefined;
    const task = new Promise((_, reject) => {
      fail = reject;
    });
    const waited = waitAtMost(500, later, task);
    pass();
    await waited;
    fail(new Error('gone'));
  });
});
