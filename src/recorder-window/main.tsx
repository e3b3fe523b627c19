import { signal } from '@preact/signals';
import { render } from 'preact';
import { closeWindow, minimizeWindow } from '../extension/own-window';
import { runtimeTransport } from '../extension/runtime-transport';
import { snapshotChannel } from '../messaging/channels';
import { createCall, type Handlers, serve } from '../messaging/rpc';
import { nextEpoch } from '../recorder/epoch';
import { createRecorder, recorderDeps } from '../recorder/recorder';
import { createReporter } from '../recorder/reporter';
import { persistStorage } from '../storage/quota';
import { pageRoot, preparePage } from '../ui/page';
import { createChoice } from './choice';
import { createCloseGuard } from './close-guard';
import { createRecorderWindow } from './model';
import { openWindowSources } from './sources';
import { RecorderWindowView } from './view';
import { serveWindowThumbnails } from './window-thumbnails';

const call = createCall(runtimeTransport);
const report = createReporter({
  toPages: snapshotChannel.sender(),
  toBackground: (snapshot) => void call('background', 'report', snapshot),
});
const choice = createChoice();
const now = signal(Date.now());
const model = createRecorderWindow({ choice, recorder: () => recorder, now });
const guard = createCloseGuard(window, () => void recorder.requestData());

const recorder: Handlers<'recorder'> = createRecorder(
  (snapshot) => {
    now.value = Date.now();
    guard(snapshot);
    model.show(snapshot);
    report(snapshot);
  },
  nextEpoch(localStorage, Date.now()),
  {
    ...recorderDeps,
    async assertSpace() {
      await persistStorage();
      await recorderDeps.assertSpace();
    },
    openSources: openWindowSources({ choiceMade: choice.made, minimize: minimizeWindow }),
    serveThumbnails: serveWindowThumbnails,
  },
);

serve(runtimeTransport, 'recorder', recorder);
// Nobody waits for a recorder that the browser restored after a crash, or that was reloaded: what it recorded is recovered.
const [navigation] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
if (navigation?.type !== 'navigate') void closeWindow();
preparePage('windowTitle');
render(<RecorderWindowView model={model} />, pageRoot());
setInterval(() => {
  now.value = Date.now();
}, 500);
