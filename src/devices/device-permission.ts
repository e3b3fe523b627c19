import type { Device } from '../domain/failure';

/** Whether Timeslice may open that device now; `prompt`: the browser would ask first. */
export async function readDevicePermission(device: Device): Promise<PermissionState> {
  return (await navigator.permissions.query({ name: device })).state;
}

/**
 * Calls back with the permission as it is, and again whenever it changes, wherever that happens.
 *
 * @returns ends it
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
