import fc from 'fast-check';
import { expect, it } from 'vitest';
import { numberedName, uniqueNames } from './unique-names';

it('numbers before the extension', () => {
  expect(numberedName('a.webm', 1)).toBe('a.webm');
  expect(numberedName('a.b.webm', 2)).toBe('a.b (2).webm');
  expect(numberedName('.webm', 2)).toBe('.webm (2)');
  expect(numberedName('a', 12)).toBe('a (12)');
});

it('keeps the first, and numbers what is the same for some file system', () => {
  expect(uniqueNames(['a.webm', 'A.webm', 'a.mp4', 'a.webm', 'a (2).webm'])).toEqual([
    'a.webm',
    'A (2).webm',
    'a.mp4',
    'a (3).webm',
    'a (2) (2).webm',
  ]);
});

it('makes all names different', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom('a.x', 'A.x', 'a (2).x', 'b', 'a (2) (2).x')), (names) => {
      const unique = uniqueNames(names);
      expect(new Set(unique.map((name) => name.toLowerCase())).size).toBe(names.length);
    }),
  );
});
