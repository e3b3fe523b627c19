import { isUnderWay } from '../domain/snapshot';
import { browser } from '../extension/browser';
import { createOffscreenHost } from '../extension/recorder-host';
import { runtimeTransport } from '../extension/runtime-transport';
import { lastingStore, sessionStore } from '../extension/stores';
import {
  getTabStreamId,
  isTabCaptureAllowed,
  onTabCaptureAllowed,
  requestTabCapture,
} from '../extension/tab-capture';
import {
  isSetupInFront,
  onTabChanged,
  onWindowClosing,
  openLibrary,
  readTab,
  tabReference,
} from '../extension/tabs';
import { isUnseen, onUpdateAvailable, reload } from '../extension/update';
import { noticesChannel, snapshotChannel } from '../messaging/channels';
import { createCall, serve } from '../messaging/rpc';
import { deleteLeftovers } from '../storage/deletion';
import { findRecording, onRecordingsChanged } from '../storage/recordings';
import { closeOrphans, closeWhenReleased } from '../storage/recovery';
import { savedTotals } from '../storage/slices';
import { appearanceOf } from './appearance';
import { runCommand } from './commands';
import { createMenus, libraryItem, recordItem, showMenu } from './context-menus';
import { createController } from './controller';
import { createRecovered } from './recovered';
import { sourceName } from './source-name';
import { createTabWatch } from './tab-watch';
import { createTabMark, openPopup, showAppearance } from './toolbar';
import { welcome } from './welcome';

const call = createCall(runtimeTransport);
const recovered = createRecovered({ store: lastingStore, find: findRecording });
const markTab = createTabMark(sessionStore);
const watchTab = createTabWatch({
  readState: readTab,
  onChanged: onTabChanged,
  report: (state) => void call('recorder', 'tabChanged', state),
});

const { calls, commands, events } = createController({
  host: createOffscreenHost(browser),
  call,
  tabCapture: {
    isAllowed: isTabCaptureAllowed,
    request: requestTabCapture,
    streamId: getTabStreamId,
    read: readTab,
  },
  store: sessionStore,
  options: () => lastingStore.get('options'),
  nameOf: sourceName,
  async show(shown) {
    watchTab(shown.snapshot);
    await Promise.all([
      showAppearance(appearanceOf(shown, Date.now())),
      markTab(shown.notices.refusedTab),
      showMenu(isUnderWay(shown.snapshot)),
    ]);
  },
  send: { snapshot: snapshotChannel.sender(), notices: noticesChannel.sender() },
  openPopup,
  isSetupInFront,
  isSaved: async (id) => (await savedTotals(id)).sliceCount > 0,
  untilReleased: (id) => closeWhenReleased(id, recovered.add),
  recovered,
  find: findRecording,
  openLibrary,
  update: { isPossible: isUnseen, install: reload },
});

serve(runtimeTransport, 'background', calls);

browser.commands.onCommand.addListener((name, tab) => void runCommand(commands, name, tabReference(tab)));

browser.contextMenus.onClicked.addListener(({ menuItemId }, tab) => {
  if (menuItemId === recordItem) void commands.toggle(tabReference(tab), 'tab');
  if (menuItemId === libraryItem) void openLibrary();
});

onTabCaptureAllowed(() => void events.tabCaptureAllowed());
onWindowClosing(() => void events.windowClosing());
onUpdateAvailable(() => void events.updateAvailable());
// A recovered recording may have been deleted, or only now recovered.
onRecordingsChanged(() => void events.recordingsChanged());

browser.runtime.onInstalled.addListener(({ reason }) => {
  void createMenus();
  void welcome(reason);
});
// The listener makes the browser start the worker with it; the lines below do the rest.
browser.runtime.onStartup.addListener(() => undefined);

void closeOrphans(recovered.add)
  .then(deleteLeftovers)
  .catch(() => undefined)
  .then(events.wake);
