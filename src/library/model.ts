import { computed, type ReadonlySignal, signal } from '@preact/signals';
import type { Damage } from '../domain/damage';
import { failure } from '../domain/failure';
import type { Recording, RecordingId } from '../domain/recording';
import { newest } from '../domain/revision';
import { noSnapshot, type RecorderSnapshot, type Rescue } from '../domain/snapshot';
import { recordingFileName } from '../files/file-name';
import { createMediaAccess, type MediaAccessDeps } from '../files/media-access';
import type { FolderModel } from '../folder/model';
import type { Call } from '../messaging/rpc';
import { type Attempts, createAttempts } from './attempts';
import { type CutActions, type CutStorage, createCutActions } from './cut-actions';
import { createDeletion, type Deletion, type DeletionDeps } from './deletion';
import { createFound, type Found } from './found';
import { createIdleWork, type IdleTask } from './idle-work';
import { createInspection, type Inspect } from './inspection';
import { createMediaActions, type MediaActions, type MediaStorage } from './media-actions';
import { createOpened, type Opened } from './opened';
import { createRemoval, type RemovalDeps } from './removal';
import { createRows, withProgress } from './rows';
import type { SortDeps } from './search';

/** What the library needs from outside. */
export interface LibraryDeps
  extends Omit<MediaAccessDeps, 'onEnd'>,
    Pick<DeletionDeps, 'isHeld' | 'isMediaUsed'>,
    SortDeps {
  readonly call: Call;
  /** The user's folder. */
  readonly folder: FolderModel;
  readonly onSnapshot: (listener: (snapshot: RecorderSnapshot) => void) => () => void;
  readonly storage: RemovalDeps['storage'] &
    DeletionDeps['storage'] &
    CutStorage &
    MediaStorage & {
      list(): Promise<readonly Recording[]>;
      rename(id: RecordingId, name: string): Promise<boolean>;
      /** Makes recordings of slices that belong to none. */
      readonly adopt: IdleTask;
      readonly inspect: Inspect;
      onChange(listener: () => void): () => void;
    };
  /** Calls back soon, once the browser has drawn. */
  readonly soon: (task: () => void) => void;
  /** Calls back once the page has nothing else to do. */
  readonly idle: (task: () => void) => void;
}

/** What the library shows and what it can do. */
export interface Library
  extends Pick<Attempts, 'failure' | 'canRetry' | 'retry' | 'dismiss'>,
    Omit<Found, 'found'>,
    Pick<Opened, 'open' | 'close'>,
    CutActions,
    MediaActions,
    Omit<Deletion, 'askAgain'> {
  /** The newest first; `undefined` until they are read. */
  readonly recordings: ReadonlySignal<readonly Recording[] | undefined>;
  /** How many of them are drawn; it grows in steps, so that a thousand do not delay the recorder. */
  readonly drawn: ReadonlySignal<number>;
  /** Those that were searched for, in the order that was chosen. */
  readonly shown: ReadonlySignal<readonly Recording[] | undefined>;
  readonly snapshot: ReadonlySignal<RecorderSnapshot>;
  readonly folder: FolderModel;
  /** The recording that the address names. */
  readonly marked: ReadonlySignal<RecordingId | undefined>;
  /** By recording; intact ones have no entry. */
  readonly damages: ReadonlySignal<ReadonlyMap<RecordingId, Damage>>;
  /** What the disk refused, in the recorder's memory. */
  readonly rescues: ReadonlySignal<readonly Rescue[]>;
  begin(): Promise<void>;
  mark(id: RecordingId | undefined): void;
  askName(id: RecordingId): void;
  rename(id: RecordingId, name: string): Promise<void>;
  saveRescue(rescue: Rescue): void;
  forgetRescue(rescue: Rescue): Promise<void>;
}

const drawnAtOnce = 30;

/** Makes the library's model. */
export function createLibrary(deps: LibraryDeps): Library {
  const { storage } = deps;
  const drawn = signal(drawnAtOnce);
  const snapshot = signal(noSnapshot);
  const marked = signal<RecordingId | undefined>(undefined);

  const attempts = createAttempts();
  const opened = createOpened((taken) => void access.release(taken));
  const { open, show } = opened;
  const rows = createRows({
    list: storage.list,
    attempt: attempts.attempt,
    played: () => (open.value?.what === 'video' ? open.value.id : undefined),
    onRead(all) {
      const shown = open.value;
      if (shown !== undefined && !all.some((recording) => recording.id === shown.id)) show(undefined);
      deps.soon(drawMore);
    },
  });
  const { reload } = rows;
  const access = createMediaAccess({
    ...deps,
    async onEnd() {
      await storage.deleteHidden().catch(() => undefined);
      await reload();
    },
  });
  const idleWork = createIdleWork(deps.idle);
  const inspection = createInspection(storage.inspect, idleWork.add);
  const mediaActions = createMediaActions({
    ...deps,
    access,
    attempts,
    opened,
    idleWork,
    reload,
    onInspected: inspection.note,
  });
  const { askAgain, ...deletion } = createDeletion({
    ...deps,
    attempts,
    opened,
    reload,
    removal: createRemoval(deps),
    find: (id) => rows.all.value?.find((known) => known.id === id),
  });
  const { found, ...search } = createFound(rows.all, deps);

  /** Inspection begins once everything is drawn. */
  const drawMore = () => {
    const all = rows.all.value ?? [];
    if (drawn.value >= all.length) return inspection.look(all);
    drawn.value += drawnAtOnce;
    deps.soon(drawMore);
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
    shown: computed(() => withCurrent(found.value)),
    ...search,
    drawn,
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
    ...createCutActions({ ...deps, access, attempts, reload, all: () => rows.all.value ?? [] }),
    ...deletion,
    async begin() {
      storage.onChange(() => {
        void reload();
        void askAgain();
        // It may sleep while the button still shows a recording that is gone: the call wakes it.
        void deps.call('background', 'status');
      });
      deps.onSnapshot(takeSnapshot);
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
    mark(id) {
      marked.value = id;
    },
    askName: (id) => show({ what: 'rename', id }),
    rename: (id, name) =>
      attempts.attempt(async () => {
        const isThere = await storage.rename(id, name.trim());
        if (!isThere) attempts.report(failure('recording-not-found', id));
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
