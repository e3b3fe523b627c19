import { afterEach, expect, it, vi } from 'vitest';
import { findEncodable } from './encodable';

afterEach(() => void vi.unstubAllGlobals());

it('H.264 can be encoded of a picture of odd size, too', async () => {
  vi.stubGlobal('VideoEncoder', {
    isConfigSupported: async ({ codec, width, height }: VideoEncoderConfig) => ({
      supported: !codec.startsWith('avc') || (width % 2 === 0 && height % 2 === 0),
    }),
  });
  expect((await findEncodable({ width: 1279, height: 859 })).has('avc')).toBe(true);
});
