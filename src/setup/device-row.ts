import { batch, computed, effect, type ReadonlySignal, signal, untracked } from '@preact/signals';
import type { MediaDevice } from '../devices/list-devices';
import { type DeviceState, deviceState } from '../domain/device-state';
import { type Device, type Failure, toDeviceFailure } from '../domain/failure';
import { createSilence } from '../ui/silence';

/** An open device that shows that it works. */
export interface Preview {
  /** What a camera sees. */
  readonly picture?: MediaStream;
  close(): void;
}

/** What the row of a device needs from outside. */
export interface DeviceRowOptions {
  readonly watchPermission: (listener: (permission: PermissionState) => void) => void;
  readonly readPermission: () => Promise<PermissionState>;
  readonly listDevices: () => Promise<readonly MediaDevice[]>;
  readonly onDevicesChanged: (listener: () => void) => void;
  /**
   * Opens a device, the default one where the id is empty; the browser asks where it must.
   *
   * @param onLevel called again and again with the peak of a microphone, 0 to 1
   * @throws DOMException what `getUserMedia` rejects with
   */
  readonly open: (deviceId: string, onLevel: (peak: number) => void) => Promise<Preview>;
  readonly loadChoice: () => Promise<string>;
  readonly saveChoice: (deviceId: string) => Promise<void>;
  /** Calls back once, unless it is ended before. */
  readonly later: (ms: number, task: () => void) => () => void;
  /** Whether the person sees the page: no device is open where nobody looks. */
  readonly visible: ReadonlySignal<boolean>;
}

/**
 * How the last question ended, where the permission does not tell. `dismissed`: without an answer; `too-often`:
 * so many times that the browser says no by itself for a while.
 */
export type Unanswered = 'dismissed' | 'too-often';

/** A microphone or a camera on the set-up page. */
export interface DeviceRow {
  readonly device: Device;
  /** `undefined` until it is known. */
  readonly state: ReadonlySignal<DeviceState | undefined>;
  /** Whether the browser is asking the person now. */
  readonly asking: ReadonlySignal<boolean>;
  readonly unanswered: ReadonlySignal<Unanswered | undefined>;
  /** Why it could not be opened. */
  readonly failure: ReadonlySignal<Failure | undefined>;
  readonly devices: ReadonlySignal<readonly MediaDevice[]>;
  /** The `deviceId` that the person chose; empty: the default. */
  readonly chosenId: ReadonlySignal<string>;
  /** Whether the chosen one is there. */
  readonly isConnected: ReadonlySignal<boolean>;
  readonly picture: ReadonlySignal<MediaStream | undefined>;
  /** The peak of this moment, 0 to 1, while the microphone is open. */
  readonly level: ReadonlySignal<number | undefined>;
  /** Whether nothing was heard for 5 s. */
  readonly silent: ReadonlySignal<boolean>;
  /** Looks, and goes on looking. */
  begin(): Promise<void>;
  /** Opens the device, and asks the person where nobody has; again while a question is open is one question. */
  ask(): void;
  choose(deviceId: string): Promise<void>;
}

/** Makes the row of a device. */
export function createDeviceRow(device: Device, options: DeviceRowOptions): DeviceRow {
  const permission = signal<PermissionState | undefined>(undefined);
  const devices = signal<readonly MediaDevice[] | undefined>(undefined);
  const chosenId = signal('');
  const failure = signal<Failure | undefined>(undefined);
  const unanswered = signal<Unanswered | undefined>(undefined);
  const preview = signal<Preview | undefined>(undefined);
  const level = signal<number | undefined>(undefined);
  const silence = createSilence(options.later);
  /** The person wants it open, with a question where that takes one. */
  const asked = signal(false);
  /** Each is a reason to open the device afresh. */
  const attempts = signal(0);

  /** Without names nobody can tell. */
  const isConnected = computed(
    () =>
      chosenId.value === '' || devices.value?.some(({ id }) => id === '' || id === chosenId.value) === true,
  );

  const target = computed(() => {
    if (!options.visible.value || devices.value === undefined || devices.value.length === 0) return undefined;
    if (permission.value !== 'granted') return asked.value ? '' : undefined;
    return isConnected.value ? chosenId.value : '';
  });

  const state = computed<DeviceState | undefined>(() => {
    if (preview.value !== undefined) return 'allowed';
    if (permission.value === undefined || devices.value === undefined) return undefined;
    const isPresent = devices.value.length > 0;
    return deviceState({ permission: permission.value, isPresent, failure: failure.value });
  });

  /** The device that would be opened, by a name that stays the same while it is there. */
  const standIn = () => {
    const { value: all = [] } = devices;
    return (all.find(({ id }) => id === chosenId.value) ?? all.find(({ isDefault }) => isDefault))?.id;
  };

  const look = async () => {
    const before = standIn();
    devices.value = await options.listDevices();
    const isAnother = before !== undefined && before !== '' && standIn() !== before;
    if (isAnother || failure.value !== undefined) attempts.value += 1;
  };

  const readChoice = async () => {
    chosenId.value = await options.loadChoice();
  };

  const fail = async (error: unknown) => {
    const failed = toDeviceFailure(error, device, await options.readPermission());
    const isDismissed = /dismissed/i.test(failed.detail ?? '');
    const isRefused = failed.code === `${device}-denied`;
    batch(() => {
      asked.value = false;
      failure.value = failed;
      unanswered.value = isDismissed ? (isRefused ? 'too-often' : 'dismissed') : undefined;
    });
  };

  const open = (deviceId: string): (() => void) => {
    let isOver = false;
    const hear = (peak: number) => {
      if (isOver) return;
      level.value = peak;
      silence.hear(peak);
    };
    options.open(deviceId, hear).then(
      (opened) => {
        if (isOver) return opened.close();
        if (device === 'microphone') silence.begin();
        batch(() => {
          failure.value = undefined;
          unanswered.value = undefined;
          preview.value = opened;
        });
        void look();
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
        silence.end();
      });
    };
  };

  return {
    device,
    state,
    asking: computed(() => asked.value && preview.value === undefined),
    unanswered,
    failure,
    devices: computed(() => devices.value ?? []),
    chosenId,
    isConnected,
    picture: computed(() => preview.value?.picture),
    level,
    silent: silence.silent,
    async begin() {
      options.onDevicesChanged(() => void look());
      await readChoice();
      options.watchPermission((now) => {
        batch(() => {
          permission.value = now;
          if (now !== 'denied') unanswered.value = undefined;
          failure.value = undefined;
        });
        // With permission the devices have names.
        void look();
      });
      effect(() => {
        void attempts.value;
        const deviceId = target.value;
        return deviceId === undefined ? undefined : untracked(() => open(deviceId));
      });
      effect(() => {
        // Coming back is no answer to a question that was left; another page may have chosen meanwhile.
        if (!options.visible.value) asked.value = false;
        else void readChoice();
      });
      await look();
    },
    ask() {
      if (asked.value && preview.value === undefined) return;
      batch(() => {
        failure.value = undefined;
        unanswered.value = undefined;
        asked.value = true;
        attempts.value += 1;
      });
    },
    async choose(deviceId) {
      chosenId.value = deviceId;
      await options.saveChoice(deviceId);
    },
  };
}
