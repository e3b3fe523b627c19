import { describe, expect, it } from 'vitest';
import type { Recording } from '../domain/recording';
import { findRecordings, type Order, orders, sortRecordings } from './search';

const row = (name: string, durationMs = 0, bytes = 0) => ({ name, durationMs, bytes }) as Recording;
const nameOf = ({ name }: Recording) => name || 'Unnamed recording';
const names = (recordings: readonly Recording[]) => recordings.map(({ name }) => name);

describe('a search', () => {
  const recordings = ['Lecture 3: Wellen', 'Übung 12', 'Лекция о Ёжике', ''].map((name) => row(name));
  const find = (query: string) => names(findRecordings(recordings, query, nameOf));

  it('finds each word anywhere in the name, without case and accents', () => {
    expect(find('WELL lect')).toEqual(['Lecture 3: Wellen']);
    expect(find('ubung')).toEqual(['Übung 12']);
    expect(find('ежик')).toEqual(['Лекция о Ёжике']);
    expect(find('lecture ubung')).toEqual([]);
  });

  it('finds the name that is shown', () => {
    expect(find('unnamed')).toEqual(['']);
  });

  it('finds all without a word', () => {
    expect(findRecordings(recordings, '  ', nameOf)).toBe(recordings);
  });
});

describe('the order', () => {
  const recordings = [row('Part 10', 5, 1), row('part 9', 9, 1), row('Álbum', 9, 7)];
  const sort = (order: Order) => names(sortRecordings(recordings, order, { nameOf, locale: 'en' }));

  it.each([
    ['newest', ['Part 10', 'part 9', 'Álbum']],
    ['oldest', ['Álbum', 'part 9', 'Part 10']],
    ['longest', ['part 9', 'Álbum', 'Part 10']],
    ['largest', ['Álbum', 'Part 10', 'part 9']],
    ['name', ['Álbum', 'part 9', 'Part 10']],
  ] as const)('%s', (order, expected) => {
    expect(sort(order)).toEqual(expected);
  });

  it('leaves the rows as they were', () => {
    for (const order of orders) sort(order);
    expect(names(recordings)).toEqual(['Part 10', 'part 9', 'Álbum']);
  });
});
