import type { Failure } from './failure';

/**
 * Whether a microphone or camera can be opened. `allowed`: yes, as far as permission goes; `not-asked`: the browser has
 * not asked yet, or its prompt was dismissed.
 */
export type DeviceState = 'allowed' | 'not-asked' | 'blocked-by-you' | 'blocked-by-system' | 'no-device';

/** What is known about a microphone or a camera. */
export interface DeviceFacts {
  readonly permission: PermissionState;
  /** Whether the computer has one. The browser reports that even without permission. */
  readonly isPresent: boolean;
  /** Why it could not be opened last time, if nothing has changed since. */
  readonly failure?: Failure | undefined;
}

/**
 * The state of a microphone or a camera, as `getUserMedia` would find it: it looks for a device first, then for
 * permission. Only an attempt shows that the operating system refuses.
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
