import { describe, expect, it } from 'vitest';
import { fillPattern } from './folder';

const values = { title: 'Lesson', date: '2025-07-26', time: '14.05', source: 'Tab' };

describe('fillPattern', () => {
  it.each([
    ['{title} {date} {time}', 'Lesson 2025-07-26 14.05'],
    ['{date}_{Title}_{title}', '2025-07-26_Lesson_Lesson'],
    ['Team/{source}', 'Team/Tab'],
    ['{who} {title', '{who} {title'],
    ['plain', 'plain'],
    ['', 'Lesson 2025-07-26 14.05'],
    ['  ', 'Lesson 2025-07-26 14.05'],
  ])('makes %j into %j', (pattern, name) => {
    expect(fillPattern(pattern, values)).toBe(name);
  });

  it('fills in a title literally, also one that looks like a pattern', () => {
    expect(fillPattern('{title}', { ...values, title: '{date} $& $1' })).toBe('{date} $& $1');
  });
});
