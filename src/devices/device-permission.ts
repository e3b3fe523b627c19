import type { Device } from '../domain/failure';

/** Whether Timeslice may open the device now; `prompt`: the browser would ask first. */
export async function readDevicePermission(device: Device): Promise<PermissionState> {
  return (await navigator.permissions.query({ name: device })).state;
}

/**
 * Calls back with the current permission, and again on each change, in whichever page that happens.
 *
 * @returns stops it
 */
export function watchDevicePermission(
  device: Device,
  listener: (permission: PermissionState) => void,
): () => void {
  const ended = new AbortController();
  void navigator.permissions.query({ name: device }).then((status) => {
    if (ended.signal.aborted) return;
    status.addEventListener('change', () => listener(status.state), { signal: ended.signal });
    listener(status.state);
  });
  return () => ended.abort();
}
