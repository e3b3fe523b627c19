import type { Source } from '../domain/options';
import type { TabReference } from '../domain/plan';
import { isUnderWay } from '../domain/snapshot';
import { browser } from '../extension/browser';
import { type MessageKey, t } from '../extension/i18n';
import { recallForGood, rememberForGood } from '../extension/lasting-memory';
import { createOffscreenHost } from '../extension/recorder-host';
import { runtimeTransport } from '../extension/runtime-transport';
import { recall, remember } from '../extension/session-memory';
import { loadOptions } from '../extension/settings';
import {
  getTabStreamId,
  isTabCaptureAllowed,
  onTabCaptureAllowed,
  requestTabCapture,
} from '../extension/tab-capture';
import { isSetupInFront, isTabCrashed, openLibrary } from '../extension/tabs';
import { isUnseen, onUpdateAvailable, reload } from '../extension/update';
import { snapshotChannel } from '../messaging/channels';
import { createCall, serve } from '../messaging/rpc';
import { deleteHidden } from '../storage/deletion';
import { findRecording, onRecordingsChanged } from '../storage/recordings';
import { closeOrphans, closeWhenReleased } from '../storage/recovery';
import { savedTotals } from '../storage/slices';
import { appearanceOf } from './appearance';
import { onCommand } from './commands';
import { createMenus, libraryItem, recordItem, showMenu } from './context-menus';
import { createController } from './controller';
import { createFound } from './recovered';
import { createTabWatch } from './tab-watch';
import { openPopup, showAppearance } from './toolbar';
import { welcome } from './welcome';

/** What a recording is called that no title names. */
const recordingNames = {
  tab: 'recordingNameTab',
  picker: 'recordingNamePicker',
  camera: 'recordingNameCamera',
  microphone: 'recordingNameMicrophone',
} as const satisfies Record<Source, MessageKey>;

const sendToPages = snapshotChannel.sender();

const call = createCall(runtimeTransport);
const found = createFound({
  memory: { recall: recallForGood, remember: rememberForGood },
  find: findRecording,
});
const watchTab = createTabWatch({
  isCrashed: isTabCrashed,
  tell: (crashed) => void call('recorder', 'tabCrashed', crashed),
});

const { calls, wishes } = createController({
  host: createOffscreenHost(browser),
  call,
  tabCapture: { isAllowed: isTabCaptureAllowed, request: requestTabCapture, streamId: getTabStreamId },
  memory: { recall, remember },
  options: loadOptions,
  nameOf: (source, tab) => (source === 'tab' && tab?.title) || t(recordingNames[source]),
  async show(snapshot, ready) {
    const idle = snapshot.session.state === 'inactive';
    // While a recorder lives it tells the pages itself, and sooner.
    if (idle) sendToPages(snapshot);
    watchTab(snapshot);
    await Promise.all([
      showAppearance(appearanceOf(snapshot, ready, Date.now())),
      showMenu(isUnderWay(snapshot)),
    ]);
  },
  openPopup,
  isSetupInFront,
  isSaved: async (id) => (await savedTotals(id)).sliceCount > 0,
  untilReleased: (id) => closeWhenReleased(id, found.add),
  found,
  update: { isPossible: isUnseen, make: reload },
});

serve(runtimeTransport, 'background', calls);

browser.commands.onCommand.addListener((name, tab) => void onCommand(wishes, name, reference(tab)));

browser.contextMenus.onClicked.addListener(({ menuItemId }, tab) => {
  if (menuItemId === recordItem) void wishes.toggle(reference(tab), 'tab');
  if (menuItemId === libraryItem) void openLibrary();
});

onTabCaptureAllowed(() => void wishes.tabCaptureAllowed());

/** The window whose tabs are being removed: once for all of them is enough. */
let closing: number | undefined;
browser.tabs.onRemoved.addListener((_id, { isWindowClosing, windowId }) => {
  if (!isWindowClosing || closing === windowId) return;
  closing = windowId;
  void wishes.windowClosing();
});

browser.runtime.onInstalled.addListener(({ reason }) => {
  void createMenus();
  void welcome(reason);
});
// Listening is what starts the worker with the browser; the lines below do the rest.
browser.runtime.onStartup.addListener(() => undefined);

onUpdateAvailable(() => void wishes.updateAvailable());

// One that was found may have been deleted, or only now recovered.
onRecordingsChanged(() => void wishes.recordingsChanged());

void closeOrphans(found.add)
  .then(deleteHidden)
  .catch(() => undefined)
  .then(wishes.wake);

function reference(
  tab: { id?: number; windowId?: number; title?: string } | undefined,
): TabReference | undefined {
  if (tab?.id === undefined || tab.windowId === undefined) return undefined;
  return { id: tab.id, windowId: tab.windowId, ...(tab.title === undefined ? {} : { title: tab.title }) };
}
