import { render } from 'preact';
import { snapshotChannel } from '../messaging/channels';
import { createCall } from '../messaging/rpc';
import { runtimeTransport } from '../platform/runtime-transport';
import { loadOptions, saveOptions } from '../platform/settings';
import { readShortcuts } from '../platform/shortcuts';
import { goToTab, openLibrary, openSetup } from '../platform/tabs';
import { pageRoot, preparePage } from '../ui/page';
import { createPopup } from './model';
import { PopupView } from './popup';
import { readTabFacts } from './read-tab-facts';

const popup = createPopup({
  call: createCall(runtimeTransport),
  onSnapshot: snapshotChannel.listen,
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
