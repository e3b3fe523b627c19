import { expect, it } from 'vitest';
import { formatDate } from './format-date';

it('writes day and time as the language does', () => {
  const at = Date.UTC(2025, 6, 26, 14, 5);
  expect(formatDate(at, 'en-GB', 'UTC')).toBe('26 Jul 2025, 14:05');
  expect(formatDate(at, 'ru', 'UTC')).toBe('26 июл. 2025 г., 14:05');
});
