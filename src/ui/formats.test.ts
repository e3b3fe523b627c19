import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Translate } from '../extension/i18n';
import {
  formatAgo,
  formatDate,
  formatInterval,
  formatLength,
  formatRoughTime,
  formatSize,
  formatSizeRange,
} from './formats';

const t: Translate = (key, number) => `${number} ${key === 'milliseconds' ? 'ms' : 's'}`;

describe('formatSize', () => {
  it.each([
    [0, '0 kB'],
    [300, '0.3 kB'],
    [840_000, '840 kB'],
    [999_400, '999 kB'],
    [999_600, '1 MB'],
    [12_345_678, '12.3 MB'],
    [4_200_000_000, '4.2 GB'],
    [7_000_000_000_000_000, '7,000 TB'],
  ])('writes %d bytes as %s', (bytes, text) => {
    expect(formatSize(bytes, 'en')).toBe(text);
  });

  it('speaks Russian', () => {
    expect(formatSize(12_345_678, 'ru').replace(/\s/, ' ')).toBe('12,3 МБ');
  });

  it('never needs more than three digits below a thousand terabytes', () => {
    fc.assert(
      fc.property(fc.nat(2 ** 31 - 1), fc.integer({ min: 0, max: 5 }), (mantissa, power) => {
        const digits = formatSize(Math.min(mantissa * 10 ** power, 999e12), 'en').replace(/\D/g, '');
        expect(digits.length).toBeLessThanOrEqual(3);
      }),
    );
  });
});

describe('formatSizeRange', () => {
  it.each([
    [300_000, 9_000_000, '0.3–9 MB'],
    [340_000, 42_700_000, '0.34–43 MB'],
    [1_800_000, 415_000_000, '1.8–420 MB'],
    [840_000, 840_000, '840 kB'],
    [416_000_000, 424_000_000, '420 MB'],
    [300_000, 999_400_000, '0.0003–1 GB'],
    [40_000, 9_000_000, '0.04–9 MB'],
  ])('writes %d to %d bytes as %s', (least, most, text) => {
    expect(formatSizeRange(least, most, 'en')).toBe(text);
  });

  it('speaks Russian', () => {
    expect(formatSizeRange(300_000, 9_000_000, 'ru').replace(/\s/g, ' ')).toBe('0,3–9 МБ');
  });
});

describe('formatDate', () => {
  it('follows the language', () => {
    const at = Date.UTC(2025, 6, 26, 14, 5);
    expect(formatDate(at, 'en-GB', 'UTC')).toBe('26 Jul 2025, 14:05');
    expect(formatDate(at, 'ru', 'UTC')).toBe('26 июл. 2025 г., 14:05');
  });
});

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

  it('follows the language', () => {
    expect(formatAgo(600, 'ru', t)).toBe('0,6 s');
  });
});

describe('formatLength', () => {
  it.each([
    [600, '0.6 s'],
    [59_400, '59 s'],
    [2_700_000, '45:00'],
    [28_800_000, '8:00:00'],
  ])('writes %d ms as %s', (ms, text) => {
    expect(formatLength(ms, 'en', t)).toBe(text);
  });
});

const minute = 60_000;

describe('formatRoughTime', () => {
  it.each([
    [0, '1 min'],
    [59_999, '1 min'],
    [8.9 * minute, '8 min'],
    [59 * minute, '59 min'],
    [60 * minute, '1 hr'],
    [165 * minute, '2.5 hr'],
    [599 * minute, '9.5 hr'],
    [22.5 * 60 * minute, '22 hr'],
    [24 * 60 * minute, '1 day'],
    [80 * 60 * minute, '3 days'],
  ])('writes %d ms as %s', (ms, text) => {
    expect(formatRoughTime(ms, 'en')).toBe(text);
  });

  it('speaks Russian', () => {
    expect(formatRoughTime(8 * minute, 'ru')).toBe('8 мин');
  });
});
