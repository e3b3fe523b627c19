import { describe, expect, it } from 'vitest';
import type { Translate } from '../extension/i18n';
import { formatAgo, formatInterval } from './format-interval';

const t: Translate = (key, number) => `${number} ${key === 'milliseconds' ? 'ms' : 's'}`;

describe('formatInterval', () => {
  it.each([
    [100, '100 ms'],
    [250, '250 ms'],
    [1000, '1 s'],
    [1500, '1.5 s'],
    [10_000, '10 s'],
    [3_600_000, '3,600 s'],
  ])('writes %d ms as %s', (ms, text) => {
    expect(formatInterval(ms, 'en', t)).toBe(text);
  });
});

describe('formatAgo', () => {
  it.each([
    [0, '0.0 s'],
    [600, '0.6 s'],
    [9_940, '9.9 s'],
    [9_960, '10 s'],
    [61_000, '61 s'],
    [-40, '0.0 s'],
  ])('writes %d ms as %s', (ms, text) => {
    expect(formatAgo(ms, 'en', t)).toBe(text);
  });

  it('writes decimals as the language does', () => {
    expect(formatAgo(600, 'ru', t)).toBe('0,6 s');
  });
});
