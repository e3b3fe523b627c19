import type { MediaDevice } from '../../devices/list-devices';
import { type DeviceState, deviceState } from '../../domain/device-state';
import type { Device, Failure, FailureCode } from '../../domain/failure';

/** What the popup knows about a microphone or a camera before it is opened. */
export interface DeviceKnowledge {
  readonly permission: PermissionState;
  /** The connected ones. */
  readonly devices: readonly MediaDevice[];
  /** The `deviceId` that the user chose; empty: the default. */
  readonly chosenId: string;
  /** Why it could not be opened last time. */
  readonly failure: Failure | undefined;
}

const codes: Record<Exclude<DeviceState, 'allowed'>, Record<Device, FailureCode>> = {
  'not-asked': { microphone: 'microphone-not-asked', camera: 'camera-not-asked' },
  'blocked-by-you': { microphone: 'microphone-denied', camera: 'camera-denied' },
  'blocked-by-system': { microphone: 'microphone-blocked-by-system', camera: 'camera-blocked-by-system' },
  'no-device': { microphone: 'microphone-missing', camera: 'camera-missing' },
};

/**
 * What prevents the use of a device before a start: the failure that the start would end with, or
 * `not-connected` if the chosen device is missing and another is there. `undefined`: nothing.
 */
export function deviceObstacle(
  device: Device,
  { permission, devices, chosenId, failure }: DeviceKnowledge,
): FailureCode | 'not-connected' | undefined {
  const state = deviceState({ permission, isPresent: devices.length > 0, failure });
  if (state !== 'allowed') return codes[state][device];
  if (chosenId !== '' && devices.every(({ id }) => id !== chosenId)) return 'not-connected';
  return failure?.code;
}
