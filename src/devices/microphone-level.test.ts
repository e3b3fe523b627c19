import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { openMicrophoneLevel } from './microphone-level';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function setUp() {
  const stop = vi.fn();
  const stream: Partial<MediaStream> = { getTracks: () => [{ stop } as Partial<MediaStreamTrack>] as never };
  const close = vi.fn();
  const world = {
    open: vi.fn(async () => stream as MediaStream),
    measure: () => ({ read: () => 0.25, close }),
  };
  return { world, stop, close };
}

it('tells the peak 10 times a second until it is closed, and then lets the microphone go', async () => {
  const { world, stop, close } = setUp();
  const heard = vi.fn();
  const end = await openMicrophoneLevel('b', heard, world);
  expect(world.open).toHaveBeenCalledExactlyOnceWith({ deviceId: { exact: 'b' } });
  vi.advanceTimersByTime(1000);
  expect(heard).toHaveBeenCalledTimes(10);
  expect(heard).toHaveBeenCalledWith(0.25);
  end();
  expect(stop).toHaveBeenCalledOnce();
  expect(close).toHaveBeenCalledOnce();
  expect(vi.getTimerCount()).toBe(0);
});

it('lets the microphone go where it can’t be measured', async () => {
  const { world, stop } = setUp();
  const measure = () => {
    throw new DOMException('No more contexts', 'NotSupportedError');
  };
  await expect(openMicrophoneLevel('', vi.fn(), { ...world, measure })).rejects.toThrow('No more contexts');
  expect(stop).toHaveBeenCalledOnce();
});
