import { expect, it } from 'vitest';
import { parseLibraryHash, toLibraryHash } from './library-address';

it.each([true, false])('names a recording, and whether it plays: %s', (plays) => {
  const address = { id: 'a', plays };
  expect(parseLibraryHash(`#${toLibraryHash(address)}`)).toEqual(address);
});

it.each([
  ['', undefined],
  ['#', undefined],
  ['#/play', undefined],
  [undefined, undefined],
  ['#a/delete', { id: 'a', plays: false }],
  ['#a/play/x', { id: 'a', plays: true }],
])('is parsed: %j', (hash, address) => {
  expect(parseLibraryHash(hash)).toEqual(address);
});
