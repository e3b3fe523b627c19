import { computed, effect, type ReadonlySignal, signal, untracked } from '@preact/signals';
import type { Devices } from '../../devices/list-devices';
import { createSilenceWatch, type Later } from '../../devices/silence';
import { type Device, type Failure, type FailureCode, toDeviceFailure } from '../../domain/failure';
import type { CaptureOptions } from '../../domain/options';
import { deviceObstacle } from './device-obstacle';

/** What the devices need from outside. */
export interface InputDevicesOptions {
  readonly listDevices: () => Promise<Devices>;
  readonly onDevicesChanged: (listener: () => void) => void;
  readonly watchDevicePermission: (device: Device, listener: (permission: PermissionState) => void) => void;
  /** Opens a microphone and tells its peak again and again. @returns closes it @throws DOMException */
  readonly openMicrophoneLevel: (deviceId: string, onLevel: (peak: number) => void) => Promise<() => void>;
  /** Calls back once, unless it is ended before. */
  readonly later: Later;
  /** Whether the person sees the popup: no microphone is open where nobody looks. */
  readonly visible: ReadonlySignal<boolean>;
}

/** What is known of microphones and cameras before a recording, kept up to date. */
export interface InputDevices {
  readonly devices: ReadonlySignal<Devices>;
  /** What stands in the way of each; `undefined` while nothing does, and until it is known. */
  readonly obstacles: Readonly<Record<Device, ReadonlySignal<FailureCode | 'not-connected' | undefined>>>;
  /** The peak of the chosen microphone, 0 to 1, while it is listened to before a recording. */
  readonly level: ReadonlySignal<number | undefined>;
  /** Whether it has been silent for too long. */
  readonly silent: ReadonlySignal<boolean>;
  /** Looks, and goes on looking. */
  open(): Promise<void>;
}

/**
 * Makes the {@link InputDevices}.
 *
 * @param chosen the options, for the devices that the person chose
 * @param wantsLevel whether the microphone is to be listened to, where nothing stands in its way
 */
export function createInputDevices(
  options: InputDevicesOptions,
  chosen: ReadonlySignal<CaptureOptions>,
  wantsLevel: ReadonlySignal<boolean>,
): InputDevices {
  const devices = signal<Devices | undefined>(undefined);
  const permissions = {
    microphone: signal<PermissionState | undefined>(undefined),
    camera: signal<PermissionState | undefined>(undefined),
  };
  const level = signal<number | undefined>(undefined);
  const silent = signal(false);
  const silence = createSilenceWatch(options.later, (isSilent) => {
    silent.value = isSilent;
  });
  const failure = signal<Failure | undefined>(undefined);
  /** Another device, or another permission, is a reason to try again. */
  const attempts = signal(0);

  const obstacle = (device: Device, lastFailure: Failure | undefined) => {
    const permission = permissions[device].value;
    if (permission === undefined || devices.value === undefined) return undefined;
    const chosenId = device === 'microphone' ? chosen.value.microphoneId : chosen.value.cameraId;
    const known = { permission, devices: devices.value[device], chosenId, failure: lastFailure };
    return deviceObstacle(device, known);
  };

  /** The `deviceId` of the microphone to listen to: the chosen one, or the default, whatever it is by now. */
  const listening = computed(() => {
    if (!wantsLevel.value || !options.visible.value) return undefined;
    if (obstacle('microphone', undefined) !== undefined) return undefined;
    const { microphoneId } = chosen.value;
    const among = permissions.microphone.value === 'granted' ? devices.value?.microphone : undefined;
    return among?.find(({ id, isDefault }) => (microphoneId === '' ? isDefault : id === microphoneId))?.id;
  });

  const listen = (deviceId: string): (() => void) => {
    let isOver = false;
    const opening = options.openMicrophoneLevel(deviceId, (peak) => {
      if (isOver) return;
      level.value = peak;
      silence.sample(peak);
    });
    opening
      .then(() => !isOver && silence.start())
      .catch((error: unknown) => {
        const permission = untracked(() => permissions.microphone.value) ?? 'prompt';
        if (!isOver) failure.value = toDeviceFailure(error, 'microphone', permission);
      });
    return () => {
      isOver = true;
      silence.stop();
      level.value = undefined;
      failure.value = undefined;
      opening.then(
        (close) => close(),
        () => undefined,
      );
    };
  };

  const look = async () => {
    devices.value = await options.listDevices();
    if (failure.value !== undefined) attempts.value += 1;
  };

  return {
    devices: computed(() => devices.value ?? { microphone: [], camera: [] }),
    obstacles: {
      microphone: computed(() => obstacle('microphone', failure.value)),
      camera: computed(() => obstacle('camera', undefined)),
    },
    level,
    silent,
    async open() {
      options.onDevicesChanged(() => void look());
      for (const device of ['microphone', 'camera'] as const) {
        options.watchDevicePermission(device, (permission) => {
          permissions[device].value = permission;
          // With permission the devices have names.
          void look();
        });
      }
      effect(() => {
        void attempts.value;
        const deviceId = listening.value;
        return deviceId === undefined ? undefined : listen(deviceId);
      });
      await look();
    },
  };
}
