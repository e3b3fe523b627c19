import { render } from 'preact';
import { levelsChannel, snapshotChannel } from '../messaging/channels';
import { createCall } from '../messaging/rpc';
import { watchDevicePermission } from '../platform/device-permission';
import { listDevices, onDevicesChanged } from '../platform/devices';
import { runtimeTransport } from '../platform/runtime-transport';
import { loadOptions, saveOptions } from '../platform/settings';
import { readShortcuts } from '../platform/shortcuts';
import { goToTab, openLibrary, openSetup } from '../platform/tabs';
import { freeSpace } from '../storage/quota';
import { openMicrophoneLevel } from '../ui/microphone-level';
import { pageRoot, preparePage } from '../ui/page';
import { watchVisibility } from '../ui/page-visibility';
import { createPopup } from './model';
import { PopupView } from './popup';
import { readTabFacts } from './read-tab-facts';
import { watchThumbnail } from './watch-thumbnail';

const popup = createPopup({
  call: createCall(runtimeTransport),
  onSnapshot: snapshotChannel.listen,
  onLevels: levelsChannel.listen,
  watchThumbnail,
  freeSpace,
  listDevices,
  onDevicesChanged,
  watchDevicePermission,
  openMicrophoneLevel,
  later(ms, task) {
    const timer = setTimeout(task, ms);
    return () => clearTimeout(timer);
  },
  visible: watchVisibility(),
  screen: { width: screen.width, height: screen.height, pixelRatio: devicePixelRatio },
  load: loadOptions,
  save: saveOptions,
  isTypeSupported: (mimeType) => MediaRecorder.isTypeSupported(mimeType),
  tabFacts: readTabFacts,
  shortcuts: readShortcuts,
  now: Date.now,
  every(ms, tick) {
    const timer = setInterval(tick, ms);
    return () => clearInterval(timer);
  },
  goToTab,
  openLibrary,
  openSetup,
  copy: (text) => navigator.clipboard.writeText(text),
  close: () => window.close(),
});

preparePage('extensionName');
render(<PopupView popup={popup} />, pageRoot());
void popup.open();
