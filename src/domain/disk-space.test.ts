import { expect, it } from 'vitest';
import { diskSpace, lastsMs, startFloorBytes, stopFloorBytes } from './disk-space';

it('lasts until the recording would be ended, not until the last byte', () => {
  expect(lastsMs(stopFloorBytes + 1_000_000, 8_000_000)).toBe(1000);
  expect(lastsMs(stopFloorBytes, 8_000_000)).toBe(0);
  expect(lastsMs(0, 8_000_000)).toBe(0);
  expect(lastsMs(-1, 8_000_000)).toBe(0);
});

it('is finite at a rate of 0', () => {
  expect(Number.isFinite(lastsMs(1e12, 0))).toBe(true);
});

it('is low under ten minutes', () => {
  const minute = 60 * 1_000_000;
  expect(diskSpace(stopFloorBytes + 10 * minute, 8_000_000)).toEqual({
    freeBytes: stopFloorBytes + 10 * minute,
    lastsMs: 600_000,
    low: false,
  });
  expect(diskSpace(stopFloorBytes + 10 * minute - 1000, 8_000_000).low).toBe(true);
});

it('lets no recording start that would be ended at once', () => {
  expect(lastsMs(startFloorBytes, 20_000_000)).toBeGreaterThan(30_000);
});
