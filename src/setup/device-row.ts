import { batch, computed, effect, type ReadonlySignal, signal, untracked } from '@preact/signals';
import type { MediaDevice } from '../devices/list-devices';
import { createSilenceWatch } from '../devices/silence';
import { type DeviceState, deviceState } from '../domain/device-state';
import { type Device, type Failure, toDeviceFailure } from '../domain/failure';
import type { Later } from '../domain/watch';

/** An open device, to show that it works. */
export interface Preview {
  /** The preview of a camera. */
  readonly picture?: MediaStream;
  close(): void;
}

/** What a device's row needs from outside. */
export interface DeviceRowDeps {
  readonly watchPermission: (listener: (permission: PermissionState) => void) => void;
  readonly readPermission: () => Promise<PermissionState>;
  readonly listDevices: () => Promise<readonly MediaDevice[]>;
  readonly onDevicesChanged: (listener: () => void) => void;
  /**
   * Opens a device, or the default one if the id is empty. The browser asks for permission if it must.
   *
   * @param onLevel called repeatedly with the peak of a microphone, 0 to 1
   * @throws DOMException as `getUserMedia` does
   */
  readonly open: (deviceId: string, onLevel: (peak: number) => void) => Promise<Preview>;
  readonly loadChoice: () => Promise<string>;
  readonly saveChoice: (deviceId: string) => Promise<void>;
  /** Called when the user has just allowed the device, which was not asked for before. */
  readonly onFirstAllowed: () => void;
  /** Calls back once; the returned function cancels that. */
  readonly later: Later;
  /** Whether the page is visible: no device stays open on a hidden page. */
  readonly visible: ReadonlySignal<boolean>;
}

/**
 * How the last question ended, if the permission can't tell. `dismissed`: without an answer; `too-often`: so many
 * times that the browser refuses on its own for a while.
 */
export type Unanswered = 'dismissed' | 'too-often';

/** A microphone or a camera on the setup page. */
export interface DeviceRow {
  readonly device: Device;
  /** `undefined` until it is known. */
  readonly state: ReadonlySignal<DeviceState | undefined>;
  /** Whether the browser's question is open. */
  readonly asking: ReadonlySignal<boolean>;
  readonly unanswered: ReadonlySignal<Unanswered | undefined>;
  /** Why the device could not be opened. */
  readonly failure: ReadonlySignal<Failure | undefined>;
  readonly devices: ReadonlySignal<readonly MediaDevice[]>;
  /** The chosen `deviceId`; empty: the default. */
  readonly chosenId: ReadonlySignal<string>;
  /** Whether the chosen device is connected. */
  readonly isConnected: ReadonlySignal<boolean>;
  readonly picture: ReadonlySignal<MediaStream | undefined>;
  /** The current peak, 0 to 1, while the microphone is open. */
  readonly level: ReadonlySignal<number | undefined>;
  /** Whether the microphone has been silent for too long. */
  readonly silent: ReadonlySignal<boolean>;
  /** Reads the state, and keeps it up to date. */
  begin(): Promise<void>;
  /** Opens the device, asking for permission if needed. Does nothing while the question is open. */
  ask(): void;
  choose(deviceId: string): Promise<void>;
}

/** Creates a device's row. */
export function createDeviceRow(device: Device, deps: DeviceRowDeps): DeviceRow {
  const permission = signal<PermissionState | undefined>(undefined);
  const devices = signal<readonly MediaDevice[] | undefined>(undefined);
  const chosenId = signal('');
  const failure = signal<Failure | undefined>(undefined);
  const unanswered = signal<Unanswered | undefined>(undefined);
  const preview = signal<Preview | undefined>(undefined);
  const level = signal<number | undefined>(undefined);
  const silent = signal(false);
  const silence = createSilenceWatch(deps.later, (isSilent) => {
    silent.value = isSilent;
  });
  /** The user wants it open, even if the browser has to ask. */
  const isWanted = signal(false);
  /** The question that is open is the first. */
  let isFirstQuestion = false;
  /** Each increment reopens the device. */
  const attempts = signal(0);

  /** Unknown without ids, so assumed. */
  const isConnected = computed(
    () =>
      chosenId.value === '' || devices.value?.some(({ id }) => id === '' || id === chosenId.value) === true,
  );

  const target = computed(() => {
    if (!deps.visible.value || devices.value === undefined || devices.value.length === 0) return undefined;
    if (permission.value !== 'granted') return isWanted.value ? '' : undefined;
    return isConnected.value ? chosenId.value : '';
  });

  const state = computed<DeviceState | undefined>(() => {
    if (preview.value !== undefined) return 'allowed';
    if (permission.value === undefined || devices.value === undefined) return undefined;
    const isPresent = devices.value.length > 0;
    return deviceState({ permission: permission.value, isPresent, failure: failure.value });
  });

  /** The id of the device that would be opened. */
  const preferredId = () => {
    const { value: all = [] } = devices;
    return (all.find(({ id }) => id === chosenId.value) ?? all.find(({ isDefault }) => isDefault))?.id;
  };

  const refresh = async () => {
    const before = preferredId();
    devices.value = await deps.listDevices();
    const isAnother = before !== undefined && before !== '' && preferredId() !== before;
    if (isAnother || failure.value !== undefined) attempts.value += 1;
  };

  const readChoice = async () => {
    chosenId.value = await deps.loadChoice();
  };

  const fail = async (error: unknown) => {
    const failed = toDeviceFailure(error, device, await deps.readPermission());
    const isDismissed = /dismissed/i.test(failed.detail ?? '');
    const isRefused = failed.code === `${device}-denied`;
    isFirstQuestion = false;
    batch(() => {
      isWanted.value = false;
      failure.value = failed;
      unanswered.value = isDismissed ? (isRefused ? 'too-often' : 'dismissed') : undefined;
    });
  };

  const open = (deviceId: string): (() => void) => {
    let isOver = false;
    const sample = (peak: number) => {
      if (isOver) return;
      level.value = peak;
      silence.sample(peak);
    };
    deps.open(deviceId, sample).then(
      (opened) => {
        if (isOver) return opened.close();
        if (isFirstQuestion) deps.onFirstAllowed();
        isFirstQuestion = false;
        if (device === 'microphone') silence.start();
        batch(() => {
          failure.value = undefined;
          unanswered.value = undefined;
          preview.value = opened;
        });
        void refresh();
      },
      (error: unknown) => {
        if (!isOver) void fail(error);
      },
    );
    return () => {
      isOver = true;
      batch(() => {
        preview.value?.close();
        preview.value = undefined;
        level.value = undefined;
        silence.stop();
      });
    };
  };

  return {
    device,
    state,
    asking: computed(() => isWanted.value && preview.value === undefined),
    unanswered,
    failure,
    devices: computed(() => devices.value ?? []),
    chosenId,
    isConnected,
    picture: computed(() => preview.value?.picture),
    level,
    silent,
    async begin() {
      deps.onDevicesChanged(() => void refresh());
      await readChoice();
      deps.watchPermission((now) => {
        batch(() => {
          permission.value = now;
          if (now !== 'denied') unanswered.value = undefined;
          failure.value = undefined;
        });
        // Devices have names only with permission.
        void refresh();
      });
      effect(() => {
        void attempts.value;
        const deviceId = target.value;
        return deviceId === undefined ? undefined : untracked(() => open(deviceId));
      });
      effect(() => {
        // Leaving the page withdraws the request; another page may have changed the choice meanwhile.
        if (!deps.visible.value) isWanted.value = false;
        else void readChoice();
      });
      await refresh();
    },
    ask() {
      if (isWanted.value && preview.value === undefined) return;
      isFirstQuestion = permission.value === 'prompt';
      batch(() => {
        failure.value = undefined;
        unanswered.value = undefined;
        isWanted.value = true;
        attempts.value += 1;
      });
    },
    async choose(deviceId) {
      chosenId.value = deviceId;
      await deps.saveChoice(deviceId);
    },
  };
}
