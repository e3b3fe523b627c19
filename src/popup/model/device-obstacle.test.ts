import { describe, expect, it } from 'vitest';
import { type DeviceKnowledge, deviceObstacle } from './device-obstacle';

const known: DeviceKnowledge = {
  permission: 'granted',
  devices: [{ id: 'a', name: 'Built-in', isDefault: true }],
  chosenId: '',
  failure: undefined,
};

describe('deviceObstacle', () => {
  it.each([
    [{}, undefined],
    [{ chosenId: 'a' }, undefined],
    [{ permission: 'prompt' }, 'microphone-not-asked'],
    [{ permission: 'denied' }, 'microphone-denied'],
    [{ devices: [] }, 'microphone-missing'],
    [{ devices: [], permission: 'denied' }, 'microphone-missing'],
    [{ chosenId: 'b' }, 'not-connected'],
    [{ failure: { code: 'microphone-busy' } }, 'microphone-busy'],
    [{ failure: { code: 'microphone-blocked-by-system' } }, 'microphone-blocked-by-system'],
  ] as const)('with %j is %s', (change, obstacle) => {
    expect(deviceObstacle('microphone', { ...known, ...change })).toBe(obstacle);
  });

  it('names the camera if it is the camera', () => {
    expect(deviceObstacle('camera', { ...known, permission: 'prompt' })).toBe('camera-not-asked');
  });
});
