import { expect, it } from 'vitest';
import { deviceChoices } from './device-choices';

const builtIn = { id: 'a', name: 'Built-in', isDefault: true };
const headset = { id: 'b', name: 'Headset', isDefault: false };
const nameless = { id: '', name: '', isDefault: true };
const standard = { id: '', what: 'default', name: 'Built-in' };

it('offers the default by its name, and each device', () => {
  expect(deviceChoices([builtIn, headset], 'b')).toEqual([
    standard,
    { id: 'a', name: 'Built-in' },
    { id: 'b', name: 'Headset' },
  ]);
});

it('keeps a chosen device that is not connected, and says so', () => {
  expect(deviceChoices([builtIn], 'b')).toEqual([
    standard,
    { id: 'a', name: 'Built-in' },
    { id: 'b', what: 'not-connected' },
  ]);
  expect(deviceChoices([], 'b').at(-1)).toEqual({ id: 'b', what: 'not-connected' });
});

it('does not say so before permission is granted, because nobody can tell', () => {
  expect(deviceChoices([nameless], 'b')).toEqual([
    { id: '', what: 'default', name: undefined },
    { id: 'b', what: 'unnamed' },
  ]);
  expect(deviceChoices([{ ...headset, name: '' }], 'b').at(-1)).toEqual({ id: 'b', what: 'unnamed' });
  expect(deviceChoices([nameless], '')).toEqual([{ id: '', what: 'default', name: undefined }]);
});
