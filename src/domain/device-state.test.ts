import { describe, expect, it } from 'vitest';
import { deviceState } from './device-state';

describe('deviceState', () => {
  it.each([
    ['granted', 'allowed'],
    ['prompt', 'not-asked'],
    ['denied', 'blocked-by-you'],
  ] as const)('the permission %s of a device that is there means %s', (permission, state) => {
    expect(deviceState({ permission, isPresent: true })).toBe(state);
  });

  it.each(['granted', 'prompt', 'denied'] as const)(
    'without a device, the permission %s changes nothing',
    (permission) => {
      expect(deviceState({ permission, isPresent: false })).toBe('no-device');
      const failure = { code: 'camera-blocked-by-system' } as const;
      expect(deviceState({ permission, isPresent: false, failure })).toBe('no-device');
    },
  );

  it.each(['microphone-blocked-by-system', 'camera-blocked-by-system'] as const)(
    'the operating system has the last word: %s',
    (code) => {
      for (const permission of ['granted', 'prompt', 'denied'] as const) {
        expect(deviceState({ permission, isPresent: true, failure: { code } })).toBe('blocked-by-system');
      }
    },
  );

  it('a busy device, or an unanswered prompt, doesn’t change the permission', () => {
    const busy = { code: 'microphone-busy' } as const;
    expect(deviceState({ permission: 'granted', isPresent: true, failure: busy })).toBe('allowed');
    const dismissed = { code: 'camera-not-asked' } as const;
    expect(deviceState({ permission: 'prompt', isPresent: true, failure: dismissed })).toBe('not-asked');
    expect(deviceState({ permission: 'granted', isPresent: true, failure: dismissed })).toBe('allowed');
  });
});
