import { render } from 'preact';
import { openCameraPreview } from '../devices/camera-preview';
import { readDevicePermission, watchDevicePermission } from '../devices/device-permission';
import { listDevices, onDevicesChanged } from '../devices/list-devices';
import { openMicrophoneLevel } from '../devices/microphone-level';
import type { Device } from '../domain/failure';
import type { CaptureOptions } from '../domain/options';
import { later } from '../domain/watch';
import { readOperatingSystem } from '../extension/operating-system';
import { canOpenPermissionSettings, openPermissionSettings } from '../extension/permission-settings';
import { readShortcuts } from '../extension/shortcuts';
import { lastingStore, sessionStore } from '../extension/stores';
import {
  canCaptureTabs,
  isTabCaptureAllowed,
  onTabCaptureChanged,
  requestTabCapture,
} from '../extension/tab-capture';
import { openLibrary } from '../extension/tabs';
import { isPinned, onPinChanged } from '../extension/toolbar-button';
import { createOwnFolder } from '../folder/own-folder';
import { pageRoot, preparePage } from '../ui/page';
import { createSetup } from './model';
import { SetupView } from './setup';

const deviceDeps = (device: Device, field: 'microphoneId' | 'cameraId') => ({
  watchPermission: (listener: (permission: PermissionState) => void) =>
    void watchDevicePermission(device, listener),
  readPermission: () => readDevicePermission(device),
  listDevices: async () => (await listDevices())[device],
  onDevicesChanged: (listener: () => void) => void onDevicesChanged(listener),
  loadChoice: async () => (await lastingStore.get('options'))[field],
  saveChoice: (deviceId: string) => change({ [field]: deviceId }),
  later,
});

const setup = createSetup({
  tab: {
    isPossible: canCaptureTabs(),
    isAllowed: isTabCaptureAllowed,
    request: requestTabCapture,
    onChanged: onTabCaptureChanged,
    rememberRefusal: () => sessionStore.set('tabCaptureDenied', true),
  },
  microphone: {
    ...deviceDeps('microphone', 'microphoneId'),
    open: async (deviceId, onLevel) => ({ close: await openMicrophoneLevel(deviceId, onLevel) }),
    // Whoever allows the microphone means to use it.
    onFirstAllowed: () => void change({ microphone: true }),
  },
  camera: {
    ...deviceDeps('camera', 'cameraId'),
    open: (deviceId) => openCameraPreview(deviceId),
    onFirstAllowed: () => undefined,
  },
  folder: createOwnFolder(),
  later,
  isVisible: () => document.visibilityState === 'visible',
  onVisibilityChange: (listener) => document.addEventListener('visibilitychange', listener),
  operatingSystem: readOperatingSystem,
  isPinned,
  onPinChanged,
  shortcuts: readShortcuts,
  openSettings: canOpenPermissionSettings() ? openPermissionSettings : undefined,
  openLibrary,
});

preparePage('setupTitle');
render(<SetupView setup={setup} />, pageRoot());
void setup.begin();

async function change(changed: Partial<CaptureOptions>): Promise<void> {
  await lastingStore.set('options', { ...(await lastingStore.get('options')), ...changed });
}
