import type { MediaDevice } from '../../devices/list-devices';
import { type DeviceState, deviceState } from '../../domain/device-state';
import type { Device, Failure, FailureCode } from '../../domain/failure';

/** What the popup knows about a microphone or a camera before it is opened. */
export interface DeviceKnowledge {
  readonly permission: PermissionState;
  /** Those that are there now. */
  readonly devices: readonly MediaDevice[];
  /** The `deviceId` that the person chose; empty: the default. */
  readonly chosenId: string;
  /** Why it could not be opened just now. */
  readonly failure: Failure | undefined;
}

const codes: Record<Exclude<DeviceState, 'allowed'>, Record<Device, FailureCode>> = {
  'not-asked': { microphone: 'microphone-not-asked', camera: 'camera-not-asked' },
  'blocked-by-you': { microphone: 'microphone-denied', camera: 'camera-denied' },
  'blocked-by-system': { microphone: 'microphone-blocked-by-system', camera: 'camera-blocked-by-system' },
  'no-device': { microphone: 'microphone-missing', camera: 'camera-missing' },
};

/**
 * What stands in the way of a device before anything is started: the failure that a start would end with, or
 * `not-connected`, where the one that was chosen is not there and another is. `undefined`: nothing.
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
