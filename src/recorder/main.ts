import { runtimeTransport } from '../extension/runtime-transport';
import { snapshotChannel } from '../messaging/channels';
import { createCall, serve } from '../messaging/rpc';
import { nextEpoch } from './epoch';
import { createRecorder } from './recorder';
import { createReporter } from './reporter';

const call = createCall(runtimeTransport);
const report = createReporter({
  toPages: snapshotChannel.sender(),
  toBackground: (snapshot) => void call('background', 'report', snapshot),
});

serve(runtimeTransport, 'recorder', createRecorder(report, nextEpoch(localStorage, Date.now())));
