import { render } from 'preact';
import type { Device } from '../domain/failure';
import type { CaptureOptions } from '../domain/options';
import { readDevicePermission, watchDevicePermission } from '../platform/device-permission';
import { listDevices, onDevicesChanged } from '../platform/devices';
import { readOperatingSystem } from '../platform/operating-system';
import { openPermissionSettings } from '../platform/permission-settings';
import { remember } from '../platform/session-memory';
import { loadOptions, saveOptions } from '../platform/settings';
import { readShortcuts } from '../platform/shortcuts';
import { isTabCaptureAllowed, onTabCaptureChanged, requestTabCapture } from '../platform/tab-capture';
import { openLibrary } from '../platform/tabs';
import { isPinned } from '../platform/toolbar-button';
import { openMicrophoneLevel } from '../ui/microphone-level';
import { pageRoot, preparePage } from '../ui/page';
import { createSetup } from './model';
import { openCamera } from './open-camera';
import { SetupView } from './setup';

const deviceOptions = (device: Device, field: 'microphoneId' | 'cameraId') => ({
  watchPermission: (listener: (permission: PermissionState) => void) =>
    void watchDevicePermission(device, listener),
  readPermission: () => readDevicePermission(device),
  listDevices: async () => (await listDevices())[device],
  onDevicesChanged: (listener: () => void) => void onDevicesChanged(listener),
  loadChoice: async () => (await loadOptions())[field],
  saveChoice: (deviceId: string) => change({ [field]: deviceId }),
  later(ms: number, task: () => void) {
    const timer = setTimeout(task, ms);
    return () => clearTimeout(timer);
  },
});

const setup = createSetup({
  tab: {
    isAllowed: isTabCaptureAllowed,
    request: requestTabCapture,
    onChanged: onTabCaptureChanged,
    rememberRefusal: () => remember('tabCaptureDenied', true),
  },
  microphone: {
    ...deviceOptions('microphone', 'microphoneId'),
    open: async (deviceId, onLevel) => ({ close: await openMicrophoneLevel(deviceId, onLevel) }),
  },
  camera: { ...deviceOptions('camera', 'cameraId'), open: openCamera },
  isVisible: () => document.visibilityState === 'visible',
  onVisibilityChange: (listener) => document.addEventListener('visibilitychange', listener),
  operatingSystem: readOperatingSystem,
  isPinned,
  shortcuts: readShortcuts,
  openSettings: openPermissionSettings,
  openLibrary,
});

preparePage('setupTitle');
render(<SetupView setup={setup} />, pageRoot());
void setup.begin();

async function change(changed: Partial<CaptureOptions>): Promise<void> {
  await saveOptions({ ...(await loadOptions()), ...changed });
}
