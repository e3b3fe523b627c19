import { computed, type ReadonlySignal, signal } from '@preact/signals';
import type { Damage } from '../domain/damage';
import { failure } from '../domain/failure';
import type { Recording, RecordingId } from '../domain/recording';
import { newest } from '../domain/revision';
import { noSnapshot, type RecorderSnapshot, type Rescue } from '../domain/snapshot';
import { type Later, waitAtMost } from '../domain/watch';
import { recordingFileName } from '../files/file-name';
import { createMediaAccess, type MediaAccessDeps } from '../files/media-access';
import type { FolderModel } from '../folder/model';
import type { Call } from '../messaging/rpc';
import type { SpaceUse } from '../storage/quota';
import type { Listed } from '../storage/recordings';
import { type Attempts, createAttempts } from './attempts';
import { type CutActions, type CutStorage, createCutActions } from './cut-actions';
import { createDeletion, type Deletion, type DeletionDeps } from './deletion';
import { createDiskUse, type KnownDiskUse } from './disk-use';
import { createHandOver, type HandOver, type HandOverDeps } from './hand-over';
import { createIdleWork, type IdleTask } from './idle-work';
import { createInspection, type Inspect } from './inspection';
import { createMediaActions, type MediaActions, type MediaStorage } from './media-actions';
import { createMediaOpening } from './media-opening';
import { createOpened, type Opened } from './opened';
import { createRemoval, type RemovalDeps } from './removal';
import { createRows, withProgress } from './rows';
import { createSaving, type Saving, type SavingDeps } from './saving';
import type { SortDeps } from './search';
import { createSearchResults, type SearchResults, type SearchResultsDeps } from './search-results';
import { createSelection, type Selection } from './selection';
import { createThumbnails, type Thumbnails, type ThumbnailsDeps } from './thumbnails';

/** What the library needs from outside. */
export interface LibraryDeps
  extends Omit<MediaAccessDeps, 'onEnd'>,
    Pick<DeletionDeps, 'heldOf' | 'isMediaUsed'>,
    Pick<SearchResultsDeps, 'searchTextOf'>,
    Pick<HandOverDeps, 'sharing'>,
    Pick<SavingDeps, 'targets' | 'pickTarget' | 'saveTo'>,
    SortDeps {
  readonly call: Call;
  /** The user's folder. */
  readonly folder: FolderModel;
  readonly onSnapshot: (listener: (snapshot: RecorderSnapshot) => void) => () => void;
  readonly storage: RemovalDeps['storage'] &
    ThumbnailsDeps['storage'] &
    DeletionDeps['storage'] &
    CutStorage &
    MediaStorage & {
      list(): Promise<Listed>;
      /** How the disk is used. */
      space(): Promise<SpaceUse>;
      rename(id: RecordingId, name: string): Promise<boolean>;
      /** Makes recordings of slices that belong to none. */
      readonly adopt: IdleTask;
      readonly inspect: Inspect;
      onChange(listener: () => void): () => void;
    };
  /** Calls back once, unless it is cancelled before. */
  readonly later: Later;
  /** Calls back soon, once the browser has drawn. */
  readonly soon: (task: () => void) => void;
  /** Calls back once the page has nothing else to do. */
  readonly idle: (task: () => void) => void;
}

/** What the library shows and what it can do. */
export interface Library
  extends Pick<Attempts, 'failure' | 'canRetry' | 'retry' | 'dismiss'>,
    Omit<SearchResults, 'results'>,
    Pick<Opened, 'open' | 'close'>,
    CutActions,
    MediaActions,
    Pick<KnownDiskUse, 'diskUse'>,
    HandOver,
    Selection,
    Saving,
    Omit<Deletion, 'askAgain'> {
  /** The newest first; `undefined` until they are read. */
  readonly recordings: ReadonlySignal<readonly Recording[] | undefined>;
  /** Those that were searched for and filtered, in the order that was chosen. */
  readonly shown: ReadonlySignal<readonly Recording[] | undefined>;
  readonly snapshot: ReadonlySignal<RecorderSnapshot>;
  readonly folder: FolderModel;
  /** The recording that the address names. */
  readonly marked: ReadonlySignal<RecordingId | undefined>;
  /** Where the page goes, until it is there; `focus`: the keyboard goes there too. */
  readonly wanted: ReadonlySignal<{ readonly id: RecordingId; readonly focus: boolean } | undefined>;
  readonly thumbnails: Thumbnails;
  /** By recording; intact ones have no entry. */
  readonly damages: ReadonlySignal<ReadonlyMap<RecordingId, Damage>>;
  /** What the disk refused, in the recorder's memory. */
  readonly rescues: ReadonlySignal<readonly Rescue[]>;
  begin(): Promise<void>;
  /** Marks a recording, and scrolls to it. */
  mark(id: RecordingId | undefined): void;
  /** Scrolls to a recording, and moves the keyboard there; not if a search or a filter hides it. */
  goTo(id: RecordingId): void;
  /** The page is where it goes. */
  arrive(): void;
  askName(id: RecordingId): void;
  rename(id: RecordingId, name: string): Promise<void>;
  saveRescue(rescue: Rescue): void;
  forgetRescue(rescue: Rescue): Promise<void>;
}

/** How long the list waits for what stands above it and only moves it if it comes later, in ms. */
const patienceMs = 500;

/** Makes the library's model. */
export function createLibrary(deps: LibraryDeps): Library {
  const { storage } = deps;
  const snapshot = signal(noSnapshot);
  const wanted = signal<Library['wanted']['value']>(undefined);
  const marked = signal<RecordingId | undefined>(undefined);

  const attempts = createAttempts();
  const opened = createOpened();
  const { open, show } = opened;
  let above: Promise<unknown> = Promise.resolve();
  const rows = createRows({
    async list() {
      const [listed] = await Promise.all([storage.list(), above]);
      return listed;
    },
    attempt: attempts.attempt,
    played: () => (open.value?.what === 'video' ? open.value.id : undefined),
    onRead(all) {
      closeGone(all);
      void disk.refresh();
      // It is drawn first.
      deps.soon(() => inspection.look(all));
    },
  });
  const { reload } = rows;
  const onEnd = async () => {
    // The question may be about what isn't in use any more.
    void askAgain();
    await storage.deleteHidden().catch(() => undefined);
    await reload();
  };
  const access = createMediaAccess({ ...deps, onEnd });
  const removal = createRemoval(deps);
  const onChanged = () => void removal.settle();
  const idleWork = createIdleWork(deps.idle);
  const inspection = createInspection(storage.inspect, idleWork.add);
  const opening = createMediaOpening({ openMedia: storage.openMedia, onInspected: inspection.note });
  const mediaActions = createMediaActions({
    ...deps,
    access,
    opening,
    attempts,
    opened,
    idleWork,
    reload,
    onChanged,
  });
  const { askAgain, ...deletion } = createDeletion({
    ...deps,
    attempts,
    opened,
    reload,
    removal,
    find(ids) {
      const wanted = new Set(ids);
      return rows.all.value?.filter(({ id }) => wanted.has(id)) ?? [];
    },
  });
  const { results, ...search } = createSearchResults({ ...deps, all: rows.all, damages: inspection.damages });
  /** The row of a recording in progress says that it has no bytes. */
  const mediaBytes = computed(() => rows.mediaBytes.value + (snapshot.value.progress?.bytes ?? 0));
  const disk = createDiskUse(storage.space, mediaBytes);

  const handOver = createHandOver({ sharing: deps.sharing, opening, access, attempts });

  /** Closes the form or the question about what is gone, and releases its file. */
  const closeGone = (all: readonly Recording[]) => {
    const isThere = (id: RecordingId) => all.some((recording) => recording.id === id);
    handOver.forgetShare(isThere);
    const shown = open.value;
    if (shown === undefined) return;
    if (!('id' in shown ? isThere(shown.id) : shown.ids.some(isThere))) show(undefined);
  };

  const takeSnapshot = (received: RecorderSnapshot) => {
    const before = snapshot.value;
    snapshot.value = newest(before, received);
    const isOver = before.session.state !== 'inactive' && snapshot.value.session.state === 'inactive';
    if (isOver) void reload();
    void askAgain();
  };

  const withCurrent = (all: readonly Recording[] | undefined) =>
    all?.map((recording) => withProgress(recording, snapshot.value));

  return {
    recordings: computed(() => withCurrent(rows.all.value)),
    shown: computed(() => withCurrent(results.value)),
    ...search,
    diskUse: disk.diskUse,
    snapshot,
    folder: deps.folder,
    open,
    close: opened.close,
    failure: attempts.failure,
    canRetry: attempts.canRetry,
    retry: attempts.retry,
    dismiss: attempts.dismiss,
    marked,
    damages: inspection.damages,
    rescues: computed(() => snapshot.value.rescues ?? []),
    ...mediaActions,
    ...handOver,
    ...createCutActions({
      ...deps,
      access,
      attempts,
      reload,
      all: () => rows.all.value ?? [],
      onChanged,
    }),
    ...deletion,
    async begin() {
      storage.onChange(() => {
        void reload();
        void askAgain();
        // It may sleep while the button still shows a recording that is gone: the call wakes it.
        void deps.call('background', 'status');
      });
      deps.onSnapshot(takeSnapshot);
      above = waitAtMost(patienceMs, deps.later, Promise.all([deps.folder.begin(), disk.refresh()]));
      await Promise.all([
        reload(),
        deps.call('background', 'status').then((status) => {
          // Without an answer the list is still right: as far as we know, nothing is recording.
          if (status.ok) takeSnapshot(status.value.snapshot);
        }),
      ]);
      idleWork.add(() => storage.deleteHidden());
      idleWork.add(storage.adopt);
    },
    wanted,
    thumbnails: createThumbnails({ ...deps, idleTask: idleWork.add }),
    ...createSelection(results),
    ...createSaving({ ...deps, onEnd, attempts, idleWork }),
    mark(id) {
      marked.value = id;
      wanted.value = id === undefined ? undefined : { id, focus: false };
    },
    goTo(id) {
      // One that is hidden now must not take the focus whenever it appears.
      if (results.value?.some((recording) => recording.id === id)) wanted.value = { id, focus: true };
    },
    arrive() {
      wanted.value = undefined;
    },
    askName: (id) => show({ what: 'rename', id }),
    rename: (id, name) =>
      attempts.attempt(async () => {
        const isThere = await storage.rename(id, name.trim());
        if (!isThere) attempts.report(failure('recording-not-found', id));
        else onChanged();
        show(undefined);
        await reload();
      }),
    saveRescue: (rescue) => deps.download(rescue.url, recordingFileName(rescue)),
    async forgetRescue({ recordingId }) {
      const result = await deps.call('background', 'forgetRescue', recordingId);
      if (!result.ok) attempts.report(result.failure);
    },
  };
}
