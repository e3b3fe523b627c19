import { expect, it } from 'vitest';
import { sharingAbilities } from './sharing-abilities';

it('knows a browser that shares tabs with their audio, and hands out frames', () => {
  const supported = { displaySurface: true, suppressLocalAudioPlayback: true };
  expect(sharingAbilities(supported, true)).toEqual({ sound: true, surface: true, oneSize: true });
});

it('offers nothing that the browser doesn’t name', () => {
  expect(sharingAbilities({ width: true }, false)).toEqual({ sound: false, surface: false, oneSize: false });
});
