import type { Device } from '../domain/failure';
import type { MessageKey } from '../extension/i18n';
import type { OperatingSystem } from '../extension/operating-system';

interface DeviceTexts {
  readonly title: MessageKey;
  readonly what: MessageKey;
  readonly allow: MessageKey;
  /** What to do if there is none. */
  readonly plugIn: MessageKey;
  /** How to tell that it works. */
  readonly done: MessageKey;
  readonly notConnected: MessageKey;
  /** The entry in the browser's settings. */
  readonly inSettings: MessageKey;
  /** The way through the operating system's settings. */
  readonly inSystem: Record<OperatingSystem, readonly MessageKey[]>;
}

/** The texts of the setup page for each device. */
export const deviceTexts: Record<Device, DeviceTexts> = {
  microphone: {
    title: 'microphone',
    what: 'setupMicrophoneWhat',
    allow: 'setupMicrophoneAllow',
    plugIn: 'setupNoMicrophone',
    done: 'setupMicrophoneDone',
    notConnected: 'microphoneNotConnected',
    inSettings: 'setupStepMicrophone',
    inSystem: {
      windows: ['setupWindowsMicrophone', 'setupWindowsSwitch'],
      mac: ['setupMacMicrophone', 'setupMacSwitch'],
      linux: ['setupLinuxMicrophone', 'setupLinuxSwitch'],
    },
  },
  camera: {
    title: 'setupCamera',
    what: 'setupCameraWhat',
    allow: 'setupCameraAllow',
    plugIn: 'setupNoCamera',
    done: 'setupCameraDone',
    notConnected: 'cameraNotConnected',
    inSettings: 'setupStepCamera',
    inSystem: {
      windows: ['setupWindowsCamera', 'setupWindowsSwitch'],
      mac: ['setupMacCamera', 'setupMacSwitch'],
      linux: ['setupLinuxCamera', 'setupLinuxSwitch'],
    },
  },
};
