import { expect, it } from 'vitest';
import { isFindKey } from './find-key';

const none = { ctrlKey: false, metaKey: false, shiftKey: false, altKey: false };

it.each([
  ['on QWERTY', 'f', 'KeyF', true],
  ['with Caps Lock', 'F', 'KeyF', true],
  ['on a Russian layout', 'а', 'KeyF', true],
  ['on Dvorak, where F is elsewhere', 'f', 'KeyY', true],
  ['on Dvorak, what is where F was', 'u', 'KeyF', false],
  ['another letter', 'g', 'KeyG', false],
])('is the key of find: %s', (_, key, code, isFind) => {
  expect(isFindKey({ ...none, ctrlKey: true, key, code })).toBe(isFind);
  expect(isFindKey({ ...none, metaKey: true, key, code })).toBe(isFind);
  expect(isFindKey({ ...none, key, code })).toBe(false);
  expect(isFindKey({ ...none, ctrlKey: true, shiftKey: true, key, code })).toBe(false);
});
