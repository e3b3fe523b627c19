import type { Failure } from './failure';

/**
 * What stands between a person and their microphone or camera. `allowed`: nothing, as far as permission goes;
 * `not-asked`: nobody has asked yet, or the question was left without an answer.
 */
export type DeviceState = 'allowed' | 'not-asked' | 'blocked-by-you' | 'blocked-by-system' | 'no-device';

/** What is known about a microphone or a camera. */
export interface DeviceFacts {
  readonly permission: PermissionState;
  /** Whether the computer has one. The browser says so also before it was asked for permission. */
  readonly isPresent: boolean;
  /** Why it could not be opened last time, if that is still the last word. */
  readonly failure?: Failure | undefined;
}

/**
 * The state of a microphone or a camera, as `getUserMedia` would find it: it looks for a device first and for
 * permission afterwards. That the operating system refuses is known only from a try.
 *
 * @see https://www.w3.org/TR/mediacapture-streams/#dom-mediadevices-getusermedia
 */
export function deviceState({ permission, isPresent, failure }: DeviceFacts): DeviceState {
  const code = failure?.code;
  if (!isPresent) return 'no-device';
  if (code === 'microphone-blocked-by-system' || code === 'camera-blocked-by-system') {
    return 'blocked-by-system';
  }
  if (permission === 'denied') return 'blocked-by-you';
  return permission === 'granted' ? 'allowed' : 'not-asked';
}
