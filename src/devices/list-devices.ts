import type { Device } from '../domain/failure';

/** A microphone or a camera that can be chosen. */
export interface MediaDevice {
  /** The `deviceId`; empty before permission. */
  readonly id: string;
  /** As the browser calls it; empty before permission. */
  readonly name: string;
  /** Whether it is what the system would give where none is chosen. */
  readonly isDefault: boolean;
}

/** The devices of each kind. Before permission there is at most one of a kind, without id and name. */
export type Devices = Readonly<Record<Device, readonly MediaDevice[]>>;

const kinds = { microphone: 'audioinput', camera: 'videoinput' } as const;
/** Names by which Chromium lists a device a second time, for what it is used for. */
const roles = ['default', 'communications'];

/** The microphones and cameras that there are now. */
export async function listDevices(): Promise<Devices> {
  const all = await navigator.mediaDevices.enumerateDevices();
  return { microphone: devicesOf(all, 'microphone'), camera: devicesOf(all, 'camera') };
}

/**
 * Calls back when a device was plugged in or taken away.
 *
 * @returns ends it
 */
export function onDevicesChanged(listener: () => void): () => void {
  const changed = () => listener();
  navigator.mediaDevices.addEventListener('devicechange', changed);
  return () => navigator.mediaDevices.removeEventListener('devicechange', changed);
}

/** The devices of one kind. @param all as `enumerateDevices` lists them: the default one first */
export function devicesOf(
  all: readonly Pick<MediaDeviceInfo, 'kind' | 'deviceId' | 'groupId' | 'label'>[],
  device: Device,
): readonly MediaDevice[] {
  const listed = all.filter(({ kind }) => kind === kinds[device]);
  const named = listed.filter(({ deviceId }) => !roles.includes(deviceId));
  // Some sound systems have the default one alone.
  const own = named.length === 0 ? listed.slice(0, 1) : named;
  const [first] = listed;
  const standard = own.find(({ groupId }) => groupId === first?.groupId) ?? own[0];
  return own.map((info) => ({ id: info.deviceId, name: info.label, isDefault: info === standard }));
}
