import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { keepAwake } from './wake-lock';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

class Sentinel extends EventTarget {
  readonly release = vi.fn(async () => void this.dispatchEvent(new Event('release')));
}

it('asks again for a lock that was lost or refused, until it is over', async () => {
  const sentinels: Sentinel[] = [];
  const request = vi.fn(async () => {
    if (request.mock.calls.length === 2) throw new DOMException('', 'NotAllowedError');
    const sentinel = new Sentinel();
    sentinels.push(sentinel);
    return sentinel;
  });
  const end = keepAwake({ request });
  await vi.advanceTimersByTimeAsync(0);
  sentinels[0]?.dispatchEvent(new Event('release'));
  await vi.advanceTimersByTimeAsync(5000);
  await vi.advanceTimersByTimeAsync(5000);
  expect(request).toHaveBeenCalledTimes(3);
  end();
  expect(sentinels[1]?.release).toHaveBeenCalledTimes(1);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(request).toHaveBeenCalledTimes(3);
});

it('gives back a lock that comes after the end', async () => {
  const sentinel = new Sentinel();
  const end = keepAwake({ request: async () => sentinel });
  end();
  await vi.advanceTimersByTimeAsync(0);
  expect(sentinel.release).toHaveBeenCalledTimes(1);
});
