import type { Device } from '../domain/failure';

/** A microphone or camera to choose from. */
export interface MediaDevice {
  /** The `deviceId`; empty before permission. */
  readonly id: string;
  /** The browser's label; empty before permission. */
  readonly name: string;
  /** Whether it is the system's default. */
  readonly isDefault: boolean;
}

/** The devices of each kind. Before permission, at most one of each, without id and name. */
export type Devices = Readonly<Record<Device, readonly MediaDevice[]>>;

const kinds = { microphone: 'audioinput', camera: 'videoinput' } as const;
/** Ids under which Chromium lists a device a second time, by its role. */
const roles = ['default', 'communications'];

/** The microphones and cameras connected now. */
export async function listDevices(): Promise<Devices> {
  const all = await navigator.mediaDevices.enumerateDevices();
  return { microphone: devicesOf(all, 'microphone'), camera: devicesOf(all, 'camera') };
}

/**
 * Calls back when a device was connected or disconnected.
 *
 * @returns stops it
 */
export function onDevicesChanged(listener: () => void): () => void {
  const changed = () => listener();
  navigator.mediaDevices.addEventListener('devicechange', changed);
  return () => navigator.mediaDevices.removeEventListener('devicechange', changed);
}

/** The devices of one kind. @param all as `enumerateDevices` returns them: the default first */
export function devicesOf(
  all: readonly Pick<MediaDeviceInfo, 'kind' | 'deviceId' | 'groupId' | 'label'>[],
  device: Device,
): readonly MediaDevice[] {
  const listed = all.filter(({ kind }) => kind === kinds[device]);
  const named = listed.filter(({ deviceId }) => !roles.includes(deviceId));
  // Some sound systems list the default alone.
  const own = named.length === 0 ? listed.slice(0, 1) : named;
  const [first] = listed;
  const standard = own.find(({ groupId }) => groupId === first?.groupId) ?? own[0];
  return own.map((info) => ({ id: info.deviceId, name: info.label, isDefault: info === standard }));
}
