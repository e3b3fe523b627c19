import { createCall, serve } from '../messaging/rpc';
import { createSnapshotSender } from '../messaging/snapshot-channel';
import { runtimeTransport } from '../platform/runtime-transport';
import { createRecorder } from './recorder';
import { createReporter } from './reporter';

const call = createCall(runtimeTransport);
const report = createReporter(
  createSnapshotSender(),
  (snapshot) => void call('background', 'report', snapshot),
);

serve(runtimeTransport, 'recorder', createRecorder(report));
