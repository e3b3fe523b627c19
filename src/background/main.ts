import { isUnderWay } from '../domain/snapshot';
import { later } from '../domain/watch';
import { browser } from '../extension/browser';
import { createOffscreenHost, createWindowHost } from '../extension/recorder-host';
import { runtimeTransport } from '../extension/runtime-transport';
import { lastingStore, sessionStore } from '../extension/stores';
import {
  canCaptureTabs,
  getTabStreamId,
  isTabCaptureAllowed,
  onTabCaptureAllowed,
  onTabCaptureRevoked,
  requestTabCapture,
} from '../extension/tab-capture';
import {
  frontTab,
  isLookDropped,
  isSetupInFront,
  lookAtTab,
  onLookDropped,
  onTabActivated,
  onTabChanged,
  onWindowClosing,
  openLibrary,
  readTab,
  tabReference,
} from '../extension/tabs';
import { isUnseen, keepAwake, onUpdateAvailable, reload } from '../extension/update';
import { noticesChannel, snapshotChannel } from '../messaging/channels';
import { createCall, serve } from '../messaging/rpc';
import { openRenewed } from '../storage/database';
import { deleteLeftovers } from '../storage/deletion';
import { listCopies, retryCopies } from '../storage/folder-copies';
import { findRecording, onRecordingsChanged } from '../storage/recordings';
import { closeOrphans, closeWhenReleased } from '../storage/recovery';
import { savedTotals } from '../storage/slices';
import { deleteAbandoned } from '../storage/temporary-folder';
import { appearanceOf } from './appearance';
import { runCommand } from './commands';
import { createMenus, libraryItem, recordItem, showMenu } from './context-menus';
import { createController } from './controller';
import { followReadyTab, followRefusedTab } from './ready-tab';
import { followRecordedTab } from './recorded-tab';
import { createRecovered } from './recovered';
import { fileSourceNames, sourceName } from './source-name';
import { createToolbar, openPopup } from './toolbar';
import { welcome } from './welcome';

const call = createCall(runtimeTransport);
const recovered = createRecovered({ store: lastingStore, find: findRecording });
const toolbar = createToolbar(sessionStore);
const followTab = followRecordedTab({
  readState: readTab,
  onChanged: onTabChanged,
  report: (state) => void call('recorder', 'tabChanged', state),
});

const { calls, commands, events } = createController({
  host:
    browser.offscreen === undefined
      ? createWindowHost(browser, async () => (await call('recorder', 'status')).ok)
      : createOffscreenHost({ runtime: browser.runtime, offscreen: browser.offscreen }),
  call,
  tabCapture: {
    isPossible: canCaptureTabs(),
    isAllowed: isTabCaptureAllowed,
    request: requestTabCapture,
    streamId: getTabStreamId,
    read: readTab,
    look: lookAtTab,
    front: frontTab,
  },
  store: sessionStore,
  lastingStore,
  later,
  options: () => lastingStore.get('options'),
  nameOf: sourceName,
  sourceNames: fileSourceNames(),
  async show(shown) {
    const tabs = { refused: shown.notices.refusedTab, ready: shown.ready };
    followTab(shown.snapshot);
    await Promise.all([
      toolbar.show(appearanceOf(shown, Date.now()), tabs),
      showMenu(isUnderWay(shown.snapshot)),
    ]);
    // Only a look that was drawn can be seen to be dropped.
    followReady(tabs.ready);
    followRefused(tabs.refused?.tabId);
  },
  send: { snapshot: snapshotChannel.sender(), notices: noticesChannel.sender() },
  openPopup,
  isLookDropped,
  isSetupInFront,
  isSaved: async (id) => (await savedTotals(id)).sliceCount > 0,
  untilReleased: (id, released) => closeWhenReleased(id, recovered.add, released),
  recovered,
  find: findRecording,
  openLibrary,
  copies: {
    canWrite: async () => (await openRenewed()) !== undefined,
    list: listCopies,
    retry: retryCopies,
  },
  keepAwake,
  update: { isPossible: isUnseen, install: reload },
});

const followReady = followReadyTab({
  onActivated: onTabActivated,
  onNavigated: onLookDropped,
  keepAwake,
  later,
  over: (ready) => void events.readyIsOver(ready),
});
const followRefused = followRefusedTab(onLookDropped, () => void events.refusalIsOver());

serve(runtimeTransport, 'background', calls);

browser.action.onClicked.addListener((tab) => void events.buttonClicked(tabReference(tab)));

browser.commands.onCommand.addListener((name, tab) => void runCommand(commands, name, tabReference(tab)));

browser.contextMenus.onClicked.addListener(({ menuItemId }, tab) => {
  if (menuItemId === recordItem)
    void commands.toggle(tabReference(tab), canCaptureTabs() ? 'tab' : undefined);
  if (menuItemId === libraryItem) void openLibrary();
});

onTabCaptureAllowed(() => void events.tabCaptureAllowed());
onTabCaptureRevoked(() => void events.readyIsOver());
onWindowClosing(() => void events.windowClosing());
onUpdateAvailable(() => void events.updateAvailable());
// A recovered recording may have been deleted, or only now recovered.
onRecordingsChanged(() => void events.recordingsChanged());

browser.runtime.onInstalled.addListener(({ reason }) => {
  void createMenus();
  void welcome(reason);
});
const woken = closeOrphans(recovered.add)
  .then(deleteLeftovers)
  .then(deleteAbandoned)
  .catch(() => undefined)
  .then(events.wake);
// With this listener, the browser starts the worker when it starts itself. Copies wait until recovery is done: its end
// closes an idle recorder.
browser.runtime.onStartup.addListener(() => void woken.catch(() => undefined).then(events.browserStarted));
