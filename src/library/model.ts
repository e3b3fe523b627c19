import { computed, type ReadonlySignal, signal } from '@preact/signals';
import type { Damage } from '../domain/damage';
import type { Span } from '../domain/edit';
import { type Failure, failure, ok, type Result, toStorageFailure } from '../domain/failure';
import type { Recording, RecordingId } from '../domain/recording';
import { newest } from '../domain/revision';
import { noSnapshot, type RecorderSnapshot, type Rescue } from '../domain/snapshot';
import { frameFileName, recordingFileName } from '../files/file-name';
import { createMediaAccess, type MediaAccessDeps, type TakenMedia } from '../files/media-access';
import type { Call } from '../messaging/rpc';
import type { Cut } from '../player/model';
import type { OpenedMedia } from '../storage/media';
import { createIdleWork, type IdleTask } from './idle-work';
import { createInspection, type Inspect } from './inspection';
import { createRemoval, type RemovalDeps } from './removal';
import { createRows, withProgress } from './rows';
import { findRecordings, type Order, type SortDeps, sortRecordings } from './search';

/** What the library needs from outside. */
export interface LibraryDeps extends Omit<MediaAccessDeps, 'onEnd'>, SortDeps {
  readonly call: Call;
  readonly onSnapshot: (listener: (snapshot: RecorderSnapshot) => void) => () => void;
  readonly storage: RemovalDeps['storage'] & {
    list(): Promise<readonly Recording[]>;
    rename(id: RecordingId, name: string): Promise<boolean>;
    /** How many bytes deleting it would free, if others need some of its media. */
    freedBy(id: RecordingId): Promise<number | undefined>;
    /** Makes recordings of slices that belong to none. */
    readonly adopt: IdleTask;
    openMedia(recording: Recording): Promise<OpenedMedia>;
    openPieces(recording: Recording): Promise<Blob>;
    /** Where a recording can begin without re-encoding, in ms of its file, in order. */
    cutPlaces(recording: Recording): Promise<ArrayLike<number>>;
    /**
     * Makes new recordings of parts of one, by reference.
     *
     * @param parts the spans of each new recording, in ms of the file
     * @returns their ids
     */
    cut(recording: Recording, parts: readonly (readonly Span[])[]): Promise<readonly RecordingId[]>;
    readonly inspect: Inspect;
    onChange(listener: () => void): () => void;
  };
  /** Whether a recorder holds the recording's lock. */
  readonly isHeld: (id: RecordingId) => Promise<boolean>;
  /** Whether any page plays or downloads its media. */
  readonly isMediaUsed: (recording: Recording) => Promise<boolean>;
  /** Calls back soon, once the browser has drawn. */
  readonly soon: (task: () => void) => void;
  /** Calls back once the page has nothing else to do. */
  readonly idle: (task: () => void) => void;
}

/** What is open at one recording: only one in the whole library. */
export type Open =
  | { readonly what: 'video'; readonly id: RecordingId; readonly url: string; readonly taken: TakenMedia }
  | { readonly what: 'rename'; readonly id: RecordingId }
  /** `isHeld`: it is still being written, and can't be deleted; `isUsed`: a page plays or downloads it. */
  | {
      readonly what: 'delete';
      readonly id: RecordingId;
      readonly isHeld: boolean;
      readonly isUsed: boolean;
      /** What comes back on the disk, if other recordings need some of its media. */
      readonly freedBytes?: number;
    };

/** What the library shows and what it can do. */
export interface Library {
  /** The newest first; `undefined` until they are read. */
  readonly recordings: ReadonlySignal<readonly Recording[] | undefined>;
  /** How many of them are drawn; it grows in steps, so that a thousand do not delay the recorder. */
  readonly drawn: ReadonlySignal<number>;
  /** Those that were searched for, in the order that was chosen. */
  readonly shown: ReadonlySignal<readonly Recording[] | undefined>;
  /** What was searched for. */
  readonly query: ReadonlySignal<string>;
  readonly order: ReadonlySignal<Order>;
  readonly snapshot: ReadonlySignal<RecorderSnapshot>;
  readonly open: ReadonlySignal<Open | undefined>;
  readonly failure: ReadonlySignal<Failure | undefined>;
  /** Whether a retry may succeed. */
  readonly canRetry: ReadonlySignal<boolean>;
  /** The recording that the address names. */
  readonly marked: ReadonlySignal<RecordingId | undefined>;
  /** By recording; intact ones have no entry. */
  readonly damages: ReadonlySignal<ReadonlyMap<RecordingId, Damage>>;
  /** Deleted, and can still be restored. */
  readonly removed: ReadonlySignal<readonly Recording[]>;
  /** What the disk refused, in the recorder's memory. */
  readonly rescues: ReadonlySignal<readonly Rescue[]>;
  begin(): Promise<void>;
  /** Retries what failed. */
  retry(): Promise<void>;
  mark(id: RecordingId | undefined): void;
  /** Shows the recordings whose names contain each word of the query. */
  search(query: string): void;
  sort(order: Order): void;
  play(recording: Recording): Promise<void>;
  download(recording: Recording): Promise<void>;
  /** What a player needs to cut a recording. */
  cutOf(recording: Recording): Cut;
  /** Downloads a frame of a recording. @param atMs where it is shown, in ms of the file */
  saveFrame(recording: Recording, picture: Blob, atMs: number): void;
  askName(id: RecordingId): void;
  rename(id: RecordingId, name: string): Promise<void>;
  askDelete(id: RecordingId): Promise<void>;
  delete(id: RecordingId): Promise<void>;
  /** Restores what was just deleted. */
  undo(id: RecordingId): Promise<void>;
  /** Downloads the slices unchanged, even those that can't be joined. */
  downloadPieces(recording: Recording): Promise<void>;
  saveRescue(rescue: Rescue): void;
  forgetRescue(rescue: Rescue): Promise<void>;
  /** Closes the video, the form or the question. */
  close(): void;
  dismiss(): void;
}

const drawnAtOnce = 30;

/** Makes the library's model. */
export function createLibrary(deps: LibraryDeps): Library {
  const { storage } = deps;
  const drawn = signal(drawnAtOnce);
  const query = signal('');
  const order = signal<Order>('newest');
  const snapshot = signal(noSnapshot);
  const open = signal<Open | undefined>(undefined);
  const failed = signal<Failure | undefined>(undefined);
  const marked = signal<RecordingId | undefined>(undefined);
  let again: () => Promise<void> = async () => undefined;

  /** A failure of the storage is shown; the page stays as it was. */
  const attempt = async (task: () => Promise<void>) => {
    try {
      await task();
    } catch (error) {
      failed.value = toStorageFailure(error);
      again = () => attempt(task);
    }
  };

  /** The same for what the page itself asks for again. */
  const tryOnce = async <T>(task: () => Promise<T>): Promise<Result<T>> => {
    try {
      return ok(await task());
    } catch (error) {
      failed.value = toStorageFailure(error);
      again = async () => undefined;
      return { ok: false, failure: failed.value };
    }
  };

  const rows = createRows({
    list: storage.list,
    attempt,
    played: () => (open.value?.what === 'video' ? open.value.id : undefined),
    onRead(all) {
      const shown = open.value;
      if (shown !== undefined && !all.some((recording) => recording.id === shown.id)) show(undefined);
      deps.soon(drawMore);
    },
  });
  const removal = createRemoval(deps);
  const idleWork = createIdleWork(deps.idle);
  const inspection = createInspection(storage.inspect, idleWork.add);
  const access = createMediaAccess({
    ...deps,
    async onEnd() {
      await storage.deleteHidden().catch(() => undefined);
      await rows.reload();
    },
  });

  const show = (next: Open | undefined) => {
    const { value: before } = open;
    open.value = next;
    if (before?.what === 'video') void access.release(before.taken);
  };

  /** Inspection begins once everything is drawn. */
  const drawMore = () => {
    const all = rows.all.value ?? [];
    if (drawn.value >= all.length) return inspection.look(all);
    drawn.value += drawnAtOnce;
    deps.soon(drawMore);
  };

  const find = (id: RecordingId) => rows.all.value?.find((known) => known.id === id);

  const useOf = async (id: RecordingId) => {
    const recording = find(id);
    const [isHeld, isUsed] = await Promise.all([
      deps.isHeld(id),
      recording !== undefined && deps.isMediaUsed(recording),
    ]);
    return { isHeld, isUsed };
  };

  /** The recording may have ended while the question is open. */
  const askAgain = async () => {
    const shown = open.value;
    if (shown?.what !== 'delete') return;
    const now = await useOf(shown.id);
    if (open.value !== shown || (now.isHeld === shown.isHeld && now.isUsed === shown.isUsed)) return;
    open.value = { ...shown, ...now };
  };

  const takeSnapshot = (received: RecorderSnapshot) => {
    const before = snapshot.value;
    snapshot.value = newest(before, received);
    const isOver = before.session.state !== 'inactive' && snapshot.value.session.state === 'inactive';
    if (isOver) void rows.reload();
    void askAgain();
  };

  const take = async (recording: Recording, read: (recording: Recording) => Promise<Blob>) => {
    const taken = await idleWork.during(() => access.take(recording, read));
    if (taken !== undefined) return taken;
    failed.value = failure('recording-not-found', recording.id);
    await rows.reload();
    return undefined;
  };

  const openMedia = async (recording: Recording) => {
    const { file, damage } = await storage.openMedia(recording);
    inspection.note(recording.id, damage);
    return file;
  };

  const save = (recording: Recording, read: (recording: Recording) => Promise<Blob>) =>
    attempt(async () => {
      const taken = await take(recording, read);
      if (taken === undefined) return;
      access.save(taken, recordingFileName(recording));
    });

  const withCurrent = (all: readonly Recording[] | undefined) =>
    all?.map((recording) => withProgress(recording, snapshot.value));
  /** Not searched and sorted again with each snapshot, several of which come each second. */
  const found = computed(
    () =>
      rows.all.value &&
      sortRecordings(findRecordings(rows.all.value, query.value, deps.nameOf), order.value, deps),
  );

  return {
    recordings: computed(() => withCurrent(rows.all.value)),
    shown: computed(() => withCurrent(found.value)),
    query,
    order,
    drawn,
    snapshot,
    open,
    failure: failed,
    canRetry: computed(() => ['storage-failed', 'database-unknown'].includes(failed.value?.code ?? '')),
    marked,
    damages: inspection.damages,
    removed: removal.removed,
    rescues: computed(() => snapshot.value.rescues ?? []),
    async begin() {
      storage.onChange(() => {
        void rows.reload();
        void askAgain();
        // It may sleep while the button still shows a recording that is gone: the call wakes it.
        void deps.call('background', 'status');
      });
      deps.onSnapshot(takeSnapshot);
      await Promise.all([
        rows.reload(),
        deps.call('background', 'status').then((status) => {
          // Without an answer the list is still right: as far as we know, nothing is recording.
          if (status.ok) takeSnapshot(status.value.snapshot);
        }),
      ]);
      idleWork.add(() => storage.deleteHidden());
      idleWork.add(storage.adopt);
    },
    retry() {
      failed.value = undefined;
      return again();
    },
    mark(id) {
      marked.value = id;
    },
    search(text) {
      query.value = text;
    },
    sort(chosen) {
      order.value = chosen;
    },
    play: (recording) =>
      attempt(async () => {
        const taken = await take(recording, openMedia);
        if (taken === undefined) return;
        show({ what: 'video', id: recording.id, url: taken.url, taken });
      }),
    download: (recording) => save(recording, openMedia),
    downloadPieces: (recording) => save(recording, storage.openPieces),
    cutOf: (recording) => ({
      async places() {
        const places = await tryOnce(() => storage.cutPlaces(recording));
        return places.ok ? places.value : undefined;
      },
      async save(parts) {
        const saved = await tryOnce(() => storage.cut(recording, parts));
        await rows.reload();
        return saved.ok;
      },
    }),
    saveFrame(recording, picture, atMs) {
      const url = deps.urls.create(picture);
      deps.download(url, frameFileName(recording, atMs));
      // The browser holds the picture from the click on.
      deps.soon(() => deps.urls.revoke(url));
    },
    askName: (id) => show({ what: 'rename', id }),
    rename: (id, name) =>
      attempt(async () => {
        const isThere = await storage.rename(id, name.trim());
        if (!isThere) failed.value = failure('recording-not-found', id);
        show(undefined);
        await rows.reload();
      }),
    async askDelete(id) {
      // Without it, the question can still be asked.
      const freedBytes = await storage.freedBy(id).catch(() => undefined);
      const frees = freedBytes === undefined ? {} : { freedBytes };
      show({ what: 'delete', id, ...(await useOf(id)), ...frees });
    },
    delete: (id) =>
      attempt(async () => {
        const now = await useOf(id);
        if (now.isHeld) return show({ what: 'delete', id, ...now });
        const recording = find(id);
        show(undefined);
        if (recording !== undefined) await removal.remove(recording);
        await rows.reload();
      }),
    undo: (id) =>
      attempt(async () => {
        const isBack = await removal.undo(id);
        if (!isBack) failed.value = failure('recording-not-found', id);
        await rows.reload();
      }),
    saveRescue: (rescue) => deps.download(rescue.url, recordingFileName(rescue)),
    async forgetRescue({ recordingId }) {
      const result = await deps.call('background', 'forgetRescue', recordingId);
      if (!result.ok) failed.value = result.failure;
    },
    close: () => show(undefined),
    dismiss() {
      failed.value = undefined;
    },
  };
}
