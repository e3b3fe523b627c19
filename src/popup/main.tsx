import { render } from 'preact';
import { createCall } from '../messaging/rpc';
import { onSnapshot } from '../messaging/snapshot-channel';
import { runtimeTransport } from '../platform/runtime-transport';
import { recall } from '../platform/session-memory';
import { loadOptions, saveOptions } from '../platform/settings';
import { readShortcuts } from '../platform/shortcuts';
import { isTabCaptureAllowed } from '../platform/tab-capture';
import { activeTab, goToTab, openLibrary } from '../platform/tabs';
import { pageRoot, preparePage } from '../ui/page';
import { createPopup } from './model';
import { PopupView } from './popup';

const popup = createPopup({
  call: createCall(runtimeTransport),
  onSnapshot,
  load: loadOptions,
  save: saveOptions,
  isTypeSupported: (mimeType) => MediaRecorder.isTypeSupported(mimeType),
  async tabFacts() {
    const [tab, allowed, denied] = await Promise.all([
      activeTab(),
      isTabCaptureAllowed(),
      recall('tabCaptureDenied'),
    ]);
    return { tab, allowed, denied: denied === true };
  },
  shortcuts: readShortcuts,
  now: Date.now,
  every(ms, tick) {
    const timer = setInterval(tick, ms);
    return () => clearInterval(timer);
  },
  goToTab,
  openLibrary,
  copy: (text) => navigator.clipboard.writeText(text),
  close: () => window.close(),
});

preparePage('extensionName');
render(<PopupView popup={popup} />, pageRoot());
void popup.open();
