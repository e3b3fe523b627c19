import { computed, effect } from '@preact/signals';
import { render } from 'preact';
import { parseLibraryHash, toLibraryHash } from '../domain/library-address';
import type { Recording } from '../domain/recording';
import { withDate, withoutDate } from '../domain/recording-name';
import { later } from '../domain/watch';
import { warnBeforeClosing } from '../export/close-warning';
import { createExportRunner } from '../export/export-runner';
import { chooseTarget } from '../export/export-target';
import { createExports } from '../export/exports';
import { locale, t } from '../extension/i18n';
import { runtimeTransport } from '../extension/runtime-transport';
import { readShortcuts } from '../extension/shortcuts';
import { openSetup } from '../extension/tabs';
import { fileName } from '../files/file-name';
import { createFileReader } from '../files/file-reader';
import { makePicturesOf, posterOf } from '../files/frames-reader';
import { createMediaReader } from '../files/media-reader';
import { measureFile, measureRecording } from '../files/peaks-reader';
import { blobUrls, saveAs } from '../files/save-as';
import { pickTarget, saveMany, targetKinds } from '../files/save-many';
import { createOwnFolder } from '../folder/own-folder';
import { snapshotChannel } from '../messaging/channels';
import { createCall } from '../messaging/rpc';
import { adoptLost } from '../storage/adoption';
import { deleteHidden, hideRecordings, unhideRecordings } from '../storage/deletion';
import { bytesFreedBy } from '../storage/freed-bytes';
import { beingRecorded, isMediaUsed, useMedia } from '../storage/locks';
import { spaceUse } from '../storage/quota';
import { onRecordingsChanged, updateRecording } from '../storage/recordings';
import { listClosed, recount } from '../storage/recovery';
import { saveStoryboard } from '../storage/storyboard';
import { deleteAbandoned } from '../storage/temporary-folder';
import { readThumbnails, saveThumbnail } from '../storage/thumbnails';
import { formatNumber } from '../ui/formats';
import { pageRoot, preparePage } from '../ui/page';
import { enableDragOut } from './drag-out';
import { LibraryView } from './library';
import { createLibrary } from './model';
import { nameOf, searchTextOf } from './name-of';
import { createOpenedFiles } from './opened-files';

/** How long background work waits after the page was shown or a recording opened, in ms. */
const idleMs = 1000;

const media = createMediaReader();

/** Reads the file of a recording, which isn't deleted meanwhile. */
async function readFile<T>(
  recording: Recording,
  signal: AbortSignal,
  read: (file: Blob) => Promise<T> | T,
): Promise<T> {
  const endUse = await useMedia(recording);
  try {
    const { file } = await media.open(recording, { signal, progress: () => undefined });
    return await read(file);
  } finally {
    await endUse();
  }
}

const library = createLibrary({
  folder: createOwnFolder(),
  call: createCall(runtimeTransport),
  onSnapshot: snapshotChannel.listen,
  storage: {
    list: listClosed,
    rename: (id, name) => updateRecording(id, { name }),
    freedBy: bytesFreedBy,
    hide: hideRecordings,
    unhide: unhideRecordings,
    space: spaceUse,
    thumbnails: readThumbnails,
    async makeThumbnail(recording, signal) {
      const picture = await readFile(recording, signal, (file) =>
        file.size === 0 ? undefined : posterOf(file, signal),
      );
      if (picture !== undefined) await saveThumbnail(recording.id, picture);
      return picture;
    },
    deleteHidden,
    async adopt(signal) {
      await deleteAbandoned();
      await adoptLost(t('recoveredName'), signal);
      await recount();
    },
    openMedia: media.open,
    openPieces: media.openPieces,
    cutPlaces: media.cutPlaces,
    saveCaptions: (id, captions) => updateRecording(id, { captions }),
    timeline: media.timeline,
    measurePeaks: (recording, signal) => measureRecording(recording, signal),
    async makePictures(recording, signal) {
      const { pictures, isPartial } = await readFile(recording, signal, (file) =>
        makePicturesOf(file, signal),
      );
      // Without space for them, they are shown all the same.
      if (!isPartial) await saveStoryboard(recording.id, pictures).catch(() => undefined);
      return pictures;
    },
    openJoined: media.openJoined,
    cut: (recording, parts, { precision, isJoined }) =>
      media.cut(
        recording,
        parts,
        parts.map((_, index) => {
          const name = nameOf(recording);
          const shown =
            parts.length === 1
              ? t(isJoined ? 'joinedName' : 'cutName', name)
              : t('partName', name, formatNumber(index + 1, locale()));
          // Its file is named after its own date if that of the original is.
          return withoutDate(recording.name, recording.createdAt) === recording.name
            ? shown
            : withDate(shown, new Date());
        }),
        precision,
      ),
    inspect: media.inspect,
    onChange: onRecordingsChanged,
  },
  nameOf,
  searchTextOf,
  locale: locale(),
  heldOf: beingRecorded,
  useMedia,
  isMediaUsed,
  sharing: navigator,
  urls: blobUrls,
  targets: targetKinds(),
  pickTarget: (kind) => pickTarget(kind, fileName(withDate('Timeslice', new Date()), 'zip')),
  saveTo: saveMany,
  download: saveAs,
  later,
  soon: (task) => void setTimeout(task),
  idle: (task) => void setTimeout(() => requestIdleCallback(task, { timeout: idleMs }), idleMs),
});

const exports = createExports({
  async open(recording, watch) {
    const { file } = await media.open(recording, watch);
    return file;
  },
  useMedia,
  onEnd: () => deleteHidden().catch(() => undefined),
  chooseTarget,
  runner: createExportRunner(),
  now: () => performance.now(),
});

const reader = createFileReader();

const files = createOpenedFiles({
  open: reader.open,
  add: reader.add,
  urls: blobUrls,
  download: saveAs,
  repairedName: (name) => t('openedRepairedName', name),
  posterOf,
  measurePeaks: measureFile,
  makePictures: async (file, signal) => (await makePicturesOf(file, signal)).pictures,
  isFree: () => library.open.value === undefined && document.activeElement?.matches('[type=search]') !== true,
  onPlay: library.close,
  onAdded: () => void library.forgetRemoved(),
});

/** The address names a recording and whether to play it: once, not again after a reload. */
const followAddress = async () => {
  const address = parseLibraryHash(location.hash);
  library.mark(address?.id);
  const recording = library.recordings.value?.find(({ id }) => id === address?.id);
  if (address?.plays !== true || recording === undefined) return;
  history.replaceState(null, '', `#${toLibraryHash({ ...address, plays: false })}`);
  await library.play(recording);
};

effect(() => {
  // One plays at a time.
  if (library.open.value?.what === 'video') files.stopPlaying();
});

preparePage('libraryTitle');
warnBeforeClosing(exports.isBusy);
warnBeforeClosing(files.isBusy);
warnBeforeClosing(computed(() => library.saving.value !== undefined));
render(
  <LibraryView
    library={library}
    exports={exports}
    files={files}
    shortcuts={readShortcuts()}
    openSetup={openSetup}
  />,
  pageRoot(),
);
// Only Chromium takes a file from a page in this way, and only it has this property.
if ('userAgentData' in navigator) {
  enableDragOut(pageRoot(), (id) => {
    const recording = library.recordings.value?.find((known) => known.id === id);
    return recording && library.prepareDrag(recording);
  });
}
addEventListener('hashchange', () => void followAddress());
void followAddress();
void library.begin().then(followAddress).then(media.prepare);
