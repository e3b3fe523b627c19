import { computed, type ReadonlySignal, signal } from '@preact/signals';
import { type Later, waitAtMost } from '../domain/watch';
import type { OperatingSystem } from '../extension/operating-system';
import type { Shortcuts } from '../extension/shortcuts';
import type { FolderModel } from '../folder/model';
import { createDeviceRow, type DeviceRow, type DeviceRowDeps } from './device-row';
import { createTabRow, type TabRow, type TabRowDeps } from './tab-row';

/** What the setup page needs from outside. */
export interface SetupDeps {
  readonly tab: TabRowDeps;
  readonly microphone: Omit<DeviceRowDeps, 'visible'>;
  readonly camera: Omit<DeviceRowDeps, 'visible'>;
  readonly folder: FolderModel;
  /** Calls back once, unless it is cancelled before. */
  readonly later: Later;
  readonly isVisible: () => boolean;
  readonly onVisibilityChange: (listener: () => void) => void;
  readonly operatingSystem: () => Promise<OperatingSystem>;
  readonly isPinned: () => Promise<boolean>;
  /** Calls back when the button may have been pinned or hidden: the page stays visible meanwhile. */
  readonly onPinChanged: (listener: () => void) => void;
  readonly shortcuts: () => Promise<Shortcuts>;
  /** Absent if the browser lets no extension open them. */
  readonly openSettings: (() => Promise<void>) | undefined;
  readonly openLibrary: () => Promise<void>;
}

/** The state of the setup page, and what it can do. */
export interface Setup {
  /** Whether everything needed for the first render of the steps is known, or takes too long. */
  readonly ready: ReadonlySignal<boolean>;
  readonly tab: TabRow;
  readonly microphone: DeviceRow;
  readonly camera: DeviceRow;
  readonly folder: FolderModel;
  readonly operatingSystem: ReadonlySignal<OperatingSystem | undefined>;
  /** Whether the button is pinned to the toolbar; `undefined` until it is known. */
  readonly isPinned: ReadonlySignal<boolean | undefined>;
  readonly shortcuts: ReadonlySignal<Shortcuts>;
  begin(): Promise<void>;
  /** Opens the browser's settings for Timeslice; absent if the browser lets no extension do that. */
  readonly openSettings: (() => Promise<void>) | undefined;
  openLibrary(): Promise<void>;
}

/** How long the first render of the steps waits for what moves their buttons if it comes later, in ms. */
const patienceMs = 500;

/** Creates the model of the setup page. */
export function createSetup(deps: SetupDeps): Setup {
  const ready = signal(false);
  const visible = signal(deps.isVisible());
  const operatingSystem = signal<OperatingSystem | undefined>(undefined);
  const isPinned = signal<boolean | undefined>(undefined);
  const shortcuts = signal<Shortcuts>({});
  const tab = createTabRow(deps.tab);
  const microphone = createDeviceRow('microphone', { ...deps.microphone, visible });
  const camera = createDeviceRow('camera', { ...deps.camera, visible });

  /** The user may have pinned the button, or changed a shortcut in another tab. */
  const refresh = async () => {
    [isPinned.value, shortcuts.value] = await Promise.all([deps.isPinned(), deps.shortcuts()]);
  };

  const areStatesKnown = computed(() =>
    [tab, microphone, camera].every(({ state }) => state.value !== undefined),
  );
  const statesKnown = () =>
    new Promise<void>((resolve) => {
      const stop = areStatesKnown.subscribe((areKnown) => {
        if (!areKnown) return;
        resolve();
        queueMicrotask(() => stop());
      });
    });

  return {
    ready,
    tab,
    microphone,
    camera,
    folder: deps.folder,
    operatingSystem,
    isPinned,
    shortcuts,
    async begin() {
      deps.onVisibilityChange(() => {
        visible.value = deps.isVisible();
        if (visible.value) void refresh();
      });
      deps.onPinChanged(() => void refresh());
      const reading = Promise.all([
        tab.begin(),
        microphone.begin(),
        camera.begin(),
        deps.folder.begin(),
        refresh(),
        deps.operatingSystem().then((system) => {
          operatingSystem.value = system;
        }),
        statesKnown(),
      ]);
      await waitAtMost(patienceMs, deps.later, reading);
      ready.value = true;
    },
    openSettings: deps.openSettings,
    openLibrary: deps.openLibrary,
  };
}
