import { expect, it } from 'vitest';
import { formatRoughTime } from './format-rough-time';

const minute = 60_000;

it.each([
  [0, '1 min'],
  [59_999, '1 min'],
  [8.9 * minute, '8 min'],
  [59 * minute, '59 min'],
  [60 * minute, '1 hr'],
  [165 * minute, '2.5 hr'],
  [24 * 60 * minute, '1 day'],
  [80 * 60 * minute, '3 days'],
])('writes %d ms as %s', (ms, text) => {
  expect(formatRoughTime(ms, 'en')).toBe(text);
});

it('speaks Russian', () => {
  expect(formatRoughTime(8 * minute, 'ru')).toBe('8 мин');
});
