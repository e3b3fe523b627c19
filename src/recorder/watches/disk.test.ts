import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { startFloorBytes, stopFloorBytes } from '../../domain/disk-space';
import { createDiskWatch } from './disk';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function watchOf(free: () => number | undefined, recorded = () => ({ bytes: 0, ms: 0 })) {
  const onChange = vi.fn();
  const onFull = vi.fn();
  const watch = createDiskWatch({
    async freeSpace() {
      const freeBytes = free();
      if (freeBytes === undefined) throw new TypeError('unknown');
      return { freeBytes };
    },
    recorded,
    expectedBitsPerSecond: 8_000_000,
    onChange,
    onFull,
  });
  return { watch, onChange, onFull };
}

it('reports once that the space became low, and once that it is enough again', async () => {
  let free = stopFloorBytes + 700_000_000;
  const { watch, onChange, onFull } = watchOf(() => free);
  watch.start();
  await vi.advanceTimersByTimeAsync(4000);
  expect(watch.space).toMatchObject({ low: false, lastsMs: 700_000 });
  expect(onChange).not.toHaveBeenCalled();
  free = stopFloorBytes + 500_000_000;
  await vi.advanceTimersByTimeAsync(6000);
  expect(watch.space).toMatchObject({ low: true, lastsMs: 500_000 });
  expect(onChange).toHaveBeenCalledTimes(1);
  free = 1e12;
  await vi.advanceTimersByTimeAsync(6000);
  expect(watch.space?.low).toBe(false);
  expect(onChange).toHaveBeenCalledTimes(2);
  expect(onFull).not.toHaveBeenCalled();
});

it('uses the measured rate once there is one, and follows it', async () => {
  let ms = 0;
  let bytes = 0;
  let bytesEachSecond = 2_000_000;
  const { watch } = watchOf(
    () => stopFloorBytes + startFloorBytes,
    () => ({ bytes, ms }),
  );
  watch.start();
  const recordFor = async (seconds: number) => {
    for (let second = 0; second < seconds; second += 1) {
      ms += 1000;
      bytes += bytesEachSecond;
      await vi.advanceTimersByTimeAsync(1000);
    }
  };
  await recordFor(8);
  expect(watch.space?.lastsMs, 'the expected rate').toBe(200_000);
  await recordFor(12);
  expect(watch.space?.lastsMs).toBe(100_000);
  bytesEachSecond = 500_000;
  await recordFor(70);
  expect(watch.space?.lastsMs).toBeCloseTo(400_000, -4);
});

it('ends the recording, once, when the rest is needed to finish it', async () => {
  const { watch, onFull } = watchOf(() => stopFloorBytes - 1);
  watch.start();
  await vi.advanceTimersByTimeAsync(20_000);
  expect(onFull).toHaveBeenCalledTimes(1);
  expect(onFull).toHaveBeenCalledWith(stopFloorBytes - 1);
});

it('reports nothing if the browser doesn’t know, or once it is stopped', async () => {
  let free: number | undefined;
  const { watch, onChange, onFull } = watchOf(() => free);
  watch.start();
  await vi.advanceTimersByTimeAsync(4000);
  expect(watch.space).toBeUndefined();
  watch.stop();
  free = 0;
  await vi.advanceTimersByTimeAsync(10_000);
  expect(onChange).not.toHaveBeenCalled();
  expect(onFull).not.toHaveBeenCalled();
});
