import { computed, effect, type ReadonlySignal, signal, untracked } from '@preact/signals';
import type { CameraPreview } from '../../devices/camera-preview';
import type { Devices } from '../../devices/list-devices';
import { createSilenceWatch } from '../../devices/silence';
import { type Device, type Failure, type FailureCode, toDeviceFailure } from '../../domain/failure';
import type { CaptureOptions } from '../../domain/options';
import type { Later } from '../../domain/watch';
import { deviceObstacle } from './device-obstacle';

/** What the devices need from outside. */
export interface InputDevicesDeps {
  readonly listDevices: () => Promise<Devices>;
  readonly onDevicesChanged: (listener: () => void) => void;
  readonly watchDevicePermission: (device: Device, listener: (permission: PermissionState) => void) => void;
  /** Opens a microphone and reports its peak continuously. @returns closes it @throws DOMException */
  readonly openMicrophoneLevel: (deviceId: string, onLevel: (peak: number) => void) => Promise<() => void>;
  /** Calls back once, unless it is ended before. */
  readonly later: Later;
  /** Opens a camera to show what it sees. @throws DOMException */
  readonly openCamera: (deviceId: string) => Promise<CameraPreview>;
  /** Whether the popup is visible: only then a microphone or a camera is open. */
  readonly visible: ReadonlySignal<boolean>;
}

/** The microphones and cameras before a recording, kept up to date. */
export interface InputDevices {
  readonly devices: ReadonlySignal<Devices>;
  /** What prevents the use of each; `undefined` while nothing does, and until it is known. */
  readonly obstacles: Readonly<Record<Device, ReadonlySignal<FailureCode | 'not-connected' | undefined>>>;
  /** The peak of the chosen microphone, 0 to 1, while it is measured before a recording. */
  readonly level: ReadonlySignal<number | undefined>;
  /** What the chosen camera sees, before a recording that will show it. */
  readonly picture: ReadonlySignal<MediaStream | undefined>;
  /** Whether to keep a place for {@link picture}: while the camera is opened, and once it is open. */
  readonly hasPicture: ReadonlySignal<boolean>;
  /** Whether the microphone has been silent for too long. */
  readonly silent: ReadonlySignal<boolean>;
  /** Reads the devices, and follows their changes. */
  open(): Promise<void>;
}

/**
 * Makes the {@link InputDevices}.
 *
 * @param chosen the options, for the devices that the user chose
 * @param wants whether to measure the microphone, and to show the camera, unless something prevents it
 */
export function createInputDevices(
  deps: InputDevicesDeps,
  chosen: ReadonlySignal<CaptureOptions>,
  wants: Readonly<Record<Device, ReadonlySignal<boolean>>>,
): InputDevices {
  const devices = signal<Devices | undefined>(undefined);
  const permissions = {
    microphone: signal<PermissionState | undefined>(undefined),
    camera: signal<PermissionState | undefined>(undefined),
  };
  const level = signal<number | undefined>(undefined);
  const silent = signal(false);
  const picture = signal<MediaStream | undefined>(undefined);
  const hasPicture = signal(false);
  const silence = createSilenceWatch(deps.later, (isSilent) => {
    silent.value = isSilent;
  });
  /** Why each could not be opened. */
  const failures = {
    microphone: signal<Failure | undefined>(undefined),
    camera: signal<Failure | undefined>(undefined),
  };
  const failed = (device: Device, error: unknown) => {
    const permission = untracked(() => permissions[device].value) ?? 'prompt';
    failures[device].value = toDeviceFailure(error, device, permission);
  };
  /** A change of the devices or the permission triggers a new attempt to open what could not be opened. */
  const attempts = { microphone: signal(0), camera: signal(0) };

  const obstacle = (device: Device, failure?: Failure) => {
    const permission = permissions[device].value;
    if (permission === undefined || devices.value === undefined) return undefined;
    const chosenId = device === 'microphone' ? chosen.value.microphoneId : chosen.value.cameraId;
    const known = { permission, devices: devices.value[device], chosenId, failure };
    return deviceObstacle(device, known);
  };

  /** The `deviceId` of the microphone to measure: the chosen one, or the current default. */
  const listening = computed(() => {
    if (!wants.microphone.value || !deps.visible.value) return undefined;
    if (obstacle('microphone') !== undefined) return undefined;
    const { microphoneId } = chosen.value;
    const among = permissions.microphone.value === 'granted' ? devices.value?.microphone : undefined;
    return among?.find(({ id, isDefault }) => (microphoneId === '' ? isDefault : id === microphoneId))?.id;
  });

  /** The `deviceId` of the camera to show. */
  const watching = computed(() => {
    if (!wants.camera.value || !deps.visible.value || permissions.camera.value !== 'granted')
      return undefined;
    const { cameraId } = chosen.value;
    return devices.value?.camera.find(({ id, isDefault }) => (cameraId === '' ? isDefault : id === cameraId))
      ?.id;
  });

  const watch = (deviceId: string): (() => void) => {
    let isOver = false;
    hasPicture.value = true;
    const opening = deps.openCamera(deviceId);
    opening.then(
      (camera) => {
        if (!isOver) picture.value = camera.picture;
      },
      (error: unknown) => {
        if (isOver) return;
        hasPicture.value = false;
        failed('camera', error);
      },
    );
    return () => {
      isOver = true;
      picture.value = undefined;
      hasPicture.value = false;
      failures.camera.value = undefined;
      opening.then(
        (camera) => camera.close(),
        () => undefined,
      );
    };
  };

  const listen = (deviceId: string): (() => void) => {
    let isOver = false;
    const opening = deps.openMicrophoneLevel(deviceId, (peak) => {
      if (isOver) return;
      level.value = peak;
      silence.sample(peak);
    });
    opening
      .then(() => !isOver && silence.start())
      .catch((error: unknown) => {
        if (!isOver) failed('microphone', error);
      });
    return () => {
      isOver = true;
      silence.stop();
      level.value = undefined;
      failures.microphone.value = undefined;
      opening.then(
        (close) => close(),
        () => undefined,
      );
    };
  };

  const look = async () => {
    devices.value = await deps.listDevices();
    if (failures.microphone.value !== undefined) attempts.microphone.value += 1;
    if (watching.value !== undefined && !hasPicture.value) attempts.camera.value += 1;
  };

  return {
    devices: computed(() => devices.value ?? { microphone: [], camera: [] }),
    obstacles: {
      microphone: computed(() => obstacle('microphone', failures.microphone.value)),
      camera: computed(() => obstacle('camera', failures.camera.value)),
    },
    level,
    picture,
    hasPicture,
    silent,
    async open() {
      deps.onDevicesChanged(() => void look());
      for (const device of ['microphone', 'camera'] as const) {
        deps.watchDevicePermission(device, (permission) => {
          permissions[device].value = permission;
          // With permission the devices have names.
          void look();
        });
      }
      effect(() => {
        void attempts.microphone.value;
        const deviceId = listening.value;
        return deviceId === undefined ? undefined : listen(deviceId);
      });
      effect(() => {
        void attempts.camera.value;
        const deviceId = watching.value;
        return deviceId === undefined ? undefined : watch(deviceId);
      });
      await look();
    },
  };
}
