import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatSize } from './format-size';

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
