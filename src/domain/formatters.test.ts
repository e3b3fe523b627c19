import { describe, expect, it } from 'vitest';
import { dateFormat, numberFormat } from './formatters';

describe('a formatter', () => {
  it('is made once for a language and its options', () => {
    const two = numberFormat('en', { minimumIntegerDigits: 2 });
    expect(numberFormat('en', { minimumIntegerDigits: 2 })).toBe(two);
    expect(numberFormat('ru', { minimumIntegerDigits: 2 })).not.toBe(two);
    expect(numberFormat('en')).not.toBe(two);
    expect(two.format(4)).toBe('04');
    const day = dateFormat('en', { dateStyle: 'medium', timeZone: 'UTC' });
    expect(dateFormat('en', { dateStyle: 'medium', timeZone: 'UTC' })).toBe(day);
    expect(day.format(0)).toBe('Jan 1, 1970');
  });
});
