import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createWakeLock } from './wake-lock';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

class Sentinel extends EventTarget {
  readonly release = vi.fn(async () => void this.dispatchEvent(new Event('release')));
}

it('requests a lost or refused lock again until it is stopped', async () => {
  const sentinels: Sentinel[] = [];
  const request = vi.fn(async () => {
    if (request.mock.calls.length === 2) throw new DOMException('', 'NotAllowedError');
    const sentinel = new Sentinel();
    sentinels.push(sentinel);
    return sentinel;
  });
  const wakeLock = createWakeLock({ request });
  wakeLock.start();
  await vi.advanceTimersByTimeAsync(0);
  sentinels[0]?.dispatchEvent(new Event('release'));
  await vi.advanceTimersByTimeAsync(5000);
  await vi.advanceTimersByTimeAsync(5000);
  expect(request).toHaveBeenCalledTimes(3);
  wakeLock.stop();
  expect(sentinels[1]?.release).toHaveBeenCalledTimes(1);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(request).toHaveBeenCalledTimes(3);
});

it('releases a lock that comes too late', async () => {
  const sentinel = new Sentinel();
  const wakeLock = createWakeLock({ request: async () => sentinel });
  wakeLock.start();
  wakeLock.stop();
  await vi.advanceTimersByTimeAsync(0);
  expect(sentinel.release).toHaveBeenCalledTimes(1);
});
