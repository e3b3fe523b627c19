import { describe, expect, it } from 'vitest';
import { formatDuration } from './format-duration';

describe('formatDuration', () => {
  it.each([
    [0, '0:00'],
    [999, '0:00'],
    [4_000, '0:04'],
    [724_600, '12:04'],
    [3_599_999, '59:59'],
    [3_600_000, '1:00:00'],
    [3_723_000, '1:02:03'],
    [360_000_000, '100:00:00'],
    [-5, '0:00'],
  ])('writes %d ms as %s', (ms, text) => {
    expect(formatDuration(ms, 'en')).toBe(text);
    expect(formatDuration(ms, 'ru')).toBe(text);
  });
});
