import { expect, it } from 'vitest';
import { timeLeftMs } from './time-left';

it('says how long an export still takes, once that can be said', () => {
  expect(timeLeftMs(1999, 0.5)).toBeUndefined();
  expect(timeLeftMs(5000, 0)).toBeUndefined();
  expect(timeLeftMs(2000, 0.25)).toBe(6000);
  expect(timeLeftMs(60_000, 1)).toBe(0);
  expect(timeLeftMs(60_000, 1.1)).toBe(0);
});
