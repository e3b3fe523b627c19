import { type ReadonlySignal, signal } from '@preact/signals';
import type { OperatingSystem } from '../extension/operating-system';
import type { Shortcuts } from '../extension/shortcuts';
import { createDeviceRow, type DeviceRow, type DeviceRowOptions } from './device-row';
import { createTabRow, type TabRow, type TabRowOptions } from './tab-row';

/** What the set-up page needs from outside. */
export interface SetupOptions {
  readonly tab: TabRowOptions;
  readonly microphone: Omit<DeviceRowOptions, 'visible'>;
  readonly camera: Omit<DeviceRowOptions, 'visible'>;
  readonly isVisible: () => boolean;
  readonly onVisibilityChange: (listener: () => void) => void;
  readonly operatingSystem: () => Promise<OperatingSystem>;
  readonly isPinned: () => Promise<boolean>;
  readonly shortcuts: () => Promise<Shortcuts>;
  readonly openSettings: () => Promise<void>;
  readonly openLibrary: () => Promise<void>;
}

/** What the set-up page shows and what it can do. */
export interface Setup {
  readonly tab: TabRow;
  readonly microphone: DeviceRow;
  readonly camera: DeviceRow;
  readonly operatingSystem: ReadonlySignal<OperatingSystem | undefined>;
  /** Whether the button stands in the toolbar; `undefined` until it is known. */
  readonly isPinned: ReadonlySignal<boolean | undefined>;
  readonly shortcuts: ReadonlySignal<Shortcuts>;
  begin(): Promise<void>;
  /** Opens the browser's settings for Timeslice. */
  openSettings(): Promise<void>;
  openLibrary(): Promise<void>;
}

/** Makes the model of the set-up page. */
export function createSetup(options: SetupOptions): Setup {
  const visible = signal(options.isVisible());
  const operatingSystem = signal<OperatingSystem | undefined>(undefined);
  const isPinned = signal<boolean | undefined>(undefined);
  const shortcuts = signal<Shortcuts>({});
  const tab = createTabRow(options.tab);
  const microphone = createDeviceRow('microphone', { ...options.microphone, visible });
  const camera = createDeviceRow('camera', { ...options.camera, visible });

  /** The person may have pinned the button, or changed a key, in another tab. */
  const lookAround = async () => {
    [isPinned.value, shortcuts.value] = await Promise.all([options.isPinned(), options.shortcuts()]);
  };

  return {
    tab,
    microphone,
    camera,
    operatingSystem,
    isPinned,
    shortcuts,
    async begin() {
      options.onVisibilityChange(() => {
        visible.value = options.isVisible();
        if (visible.value) void lookAround();
      });
      await Promise.all([
        tab.begin(),
        microphone.begin(),
        camera.begin(),
        lookAround(),
        options.operatingSystem().then((system) => {
          operatingSystem.value = system;
        }),
      ]);
    },
    openSettings: options.openSettings,
    openLibrary: options.openLibrary,
  };
}
