import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { openMicrophoneLevel } from './microphone-level';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function setUp() {
  const stop = vi.fn();
  const stream: Partial<MediaStream> = { getTracks: () => [{ stop } as Partial<MediaStreamTrack>] as never };
  const close = vi.fn();
  const deps = {
    getUserMedia: vi.fn(async () => stream as MediaStream),
    measure: () => ({ read: () => 0.25, close }),
  };
  return { deps, stop, close };
}

it('reports the peak 10 times a second until it is closed, and then releases the microphone', async () => {
  const { deps, stop, close } = setUp();
  const heard = vi.fn();
  const end = await openMicrophoneLevel('b', heard, deps);
  expect(deps.getUserMedia).toHaveBeenCalledExactlyOnceWith({ audio: { deviceId: { exact: 'b' } } });
  vi.advanceTimersByTime(1000);
  expect(heard).toHaveBeenCalledTimes(10);
  expect(heard).toHaveBeenCalledWith(0.25);
  end();
  expect(stop).toHaveBeenCalledOnce();
  expect(close).toHaveBeenCalledOnce();
  expect(vi.getTimerCount()).toBe(0);
});

it('releases the microphone if it can’t be measured', async () => {
  const { deps, stop } = setUp();
  const measure = () => {
    throw new DOMException('No more contexts', 'NotSupportedError');
  };
  await expect(openMicrophoneLevel('', vi.fn(), { ...deps, measure })).rejects.toThrow('No more contexts');
  expect(stop).toHaveBeenCalledOnce();
});
