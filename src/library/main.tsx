import { render } from 'preact';
import { t } from '../extension/i18n';
import { runtimeTransport } from '../extension/runtime-transport';
import { readShortcuts } from '../extension/shortcuts';
import { openSetup } from '../extension/tabs';
import { snapshotChannel } from '../messaging/channels';
import { createCall } from '../messaging/rpc';
import { deleteHidden, hideRecording, unhideRecording } from '../storage/deletion';
import { isBeingRecorded, isMediaUsed, useMedia } from '../storage/locks';
import { listRecordings, onRecordingsChanged, updateRecording } from '../storage/recordings';
import { adoptLostSlices, recount } from '../storage/recovery';
import { pageRoot, preparePage } from '../ui/page';
import { LibraryView } from './library';
import { createLibrary } from './model';
import { inspectMedia, openMedia, openPieces, prepareMedia } from './open-media';
import { saveAs } from './save-as';

/** What was just shown or opened comes first, for so long, in ms. */
const idleMs = 1000;

const library = createLibrary({
  call: createCall(runtimeTransport),
  onSnapshot: snapshotChannel.listen,
  storage: {
    list: listRecordings,
    rename: (id, name) => updateRecording(id, { name }),
    hide: hideRecording,
    unhide: unhideRecording,
    deleteHidden,
    async adopt(signal) {
      await adoptLostSlices(t('foundName'), signal);
      await recount();
    },
    openMedia,
    openPieces,
    inspect: inspectMedia,
    onChange: onRecordingsChanged,
  },
  isHeld: isBeingRecorded,
  useMedia,
  isMediaUsed,
  urls: { create: (media) => URL.createObjectURL(media), revoke: (url) => URL.revokeObjectURL(url) },
  download: saveAs,
  soon: (task) => void setTimeout(task),
  idle: (task) => void setTimeout(() => requestIdleCallback(task, { timeout: idleMs }), idleMs),
});

/** The address names a recording, and whether to play it: once, not again when the page is loaded again. */
const followAddress = async () => {
  const [id, wish] = location.hash.slice(1).split('/');
  library.mark(id || undefined);
  const recording = library.recordings.value?.find((known) => known.id === id);
  if (wish !== 'play' || recording === undefined) return;
  history.replaceState(null, '', `#${id}`);
  await library.play(recording);
};

preparePage('libraryTitle');
render(<LibraryView library={library} shortcuts={readShortcuts()} openSetup={openSetup} />, pageRoot());
addEventListener('hashchange', () => void followAddress());
void followAddress();
void library.begin().then(followAddress).then(prepareMedia);
