import { render } from 'preact';
import { openCameraPreview } from '../devices/camera-preview';
import { watchDevicePermission } from '../devices/device-permission';
import { listDevices, onDevicesChanged } from '../devices/list-devices';
import { openMicrophoneLevel } from '../devices/microphone-level';
import { sharingAbilities } from '../devices/sharing-abilities';
import { later } from '../domain/watch';
import { runtimeTransport } from '../extension/runtime-transport';
import { readShortcuts } from '../extension/shortcuts';
import { lastingStore } from '../extension/stores';
import { goToTab, openLibrary, openSetup, openShortcuts } from '../extension/tabs';
import { isPinned } from '../extension/toolbar-button';
import { createOwnFolder } from '../folder/own-folder';
import { levelsChannel, noticesChannel, snapshotChannel } from '../messaging/channels';
import { createCall } from '../messaging/rpc';
import { freeSpace } from '../storage/quota';
import { readThumbnail } from '../storage/thumbnails';
import { pageRoot, preparePage } from '../ui/page';
import { watchVisibility } from '../ui/page-visibility';
import { watchThumbnail } from './during/watch-thumbnail';
import { createPopup } from './model/model';
import { readTabFacts } from './model/read-tab-facts';
import { PopupView } from './popup';

const popup = createPopup({
  call: createCall(runtimeTransport),
  onSnapshot: snapshotChannel.listen,
  onNotices: noticesChannel.listen,
  onLevels: levelsChannel.listen,
  watchThumbnail,
  freeSpace,
  listDevices,
  onDevicesChanged,
  watchDevicePermission,
  openMicrophoneLevel,
  openCamera: openCameraPreview,
  later,
  visible: watchVisibility(),
  screen: { width: screen.width, height: screen.height, pixelRatio: devicePixelRatio },
  load: () => lastingStore.get('options'),
  save: (options) => lastingStore.set('options', options),
  isTypeSupported: (mimeType) => MediaRecorder.isTypeSupported(mimeType),
  tabFacts: readTabFacts,
  shortcuts: readShortcuts,
  openShortcuts,
  isPinned,
  now: Date.now,
  every(ms, tick) {
    const timer = setInterval(tick, ms);
    return () => clearInterval(timer);
  },
  sharing: sharingAbilities(),
  goToTab,
  readThumbnail,
  folder: createOwnFolder(),
  openLibrary,
  openSetup,
  copy: (text) => navigator.clipboard.writeText(text),
  close: () => window.close(),
});

preparePage('extensionName');
render(<PopupView popup={popup} />, pageRoot());
void popup.open();
