import { computed, type ReadonlySignal, signal } from '@preact/signals';
import type { Damage } from '../domain/damage';
import { type Failure, failure, toStorageFailure } from '../domain/failure';
import { formatById } from '../domain/format';
import type { Recording, RecordingId } from '../domain/recording';
import { inactive } from '../domain/session';
import type { Rescue, Snapshot } from '../domain/snapshot';
import type { Call } from '../messaging/rpc';
import type { OpenedMedia } from '../storage/media';
import { fileName } from '../ui/file-name';
import { createIdleWork, type IdleTask } from './idle-work';
import { createInspection, type Inspect } from './inspection';
import { withProgress } from './live-recording';
import { createMediaAccess, type MediaAccessOptions, type TakenMedia } from './media-access';
import { mergeRecordings } from './merge-recordings';
import { createRemoval, type RemovalOptions } from './removal';

/** What the library needs from outside. */
export interface LibraryOptions extends Omit<MediaAccessOptions, 'onEnd'> {
  readonly call: Call;
  readonly onSnapshot: (listener: (snapshot: Snapshot) => void) => () => void;
  readonly storage: RemovalOptions['storage'] & {
    list(): Promise<readonly Recording[]>;
    rename(id: RecordingId, name: string): Promise<boolean>;
    /** Makes recordings of slices that belong to none. */
    readonly adopt: IdleTask;
    openMedia(recording: Recording): Promise<OpenedMedia>;
    openPieces(recording: Recording): Promise<Blob>;
    readonly inspect: Inspect;
    onChange(listener: () => void): () => void;
  };
  /** Whether a recorder holds the recording's lock. */
  readonly isHeld: (id: RecordingId) => Promise<boolean>;
  /** Whether any page plays or downloads it. */
  readonly isMediaUsed: (id: RecordingId) => Promise<boolean>;
  /** Calls back soon, after the browser had time to draw. */
  readonly soon: (task: () => void) => void;
  /** Calls back once the page has nothing else to do. */
  readonly idle: (task: () => void) => void;
}

/** What is open at one recording; one thing at a time in the whole library. */
export type Open =
  | { readonly what: 'video'; readonly id: RecordingId; readonly url: string; readonly taken: TakenMedia }
  | { readonly what: 'rename'; readonly id: RecordingId }
  /** `isHeld`: it is still being written, and can't be deleted; `isUsed`: somebody plays or downloads it. */
  | {
      readonly what: 'delete';
      readonly id: RecordingId;
      readonly isHeld: boolean;
      readonly isUsed: boolean;
    };

/** What the library shows and what it can do. */
export interface Library {
  /** The newest first; `undefined` until they are read. */
  readonly recordings: ReadonlySignal<readonly Recording[] | undefined>;
  /** How many of them are drawn; it grows in steps, so that a thousand do not hold up the recorder. */
  readonly drawn: ReadonlySignal<number>;
  readonly snapshot: ReadonlySignal<Snapshot>;
  readonly open: ReadonlySignal<Open | undefined>;
  readonly failure: ReadonlySignal<Failure | undefined>;
  /** Whether the same thing may succeed when it is tried again. */
  readonly canRetry: ReadonlySignal<boolean>;
  /** The recording that the address names. */
  readonly marked: ReadonlySignal<RecordingId | undefined>;
  /** What is wrong with the media of which recording. */
  readonly damages: ReadonlySignal<ReadonlyMap<RecordingId, Damage>>;
  /** Deleted, and still to be brought back. */
  readonly removed: ReadonlySignal<readonly Recording[]>;
  /** What the disk refused, in the recorder's memory. */
  readonly rescues: ReadonlySignal<readonly Rescue[]>;
  begin(): Promise<void>;
  /** Tries again what failed. */
  retry(): Promise<void>;
  mark(id: RecordingId | undefined): void;
  play(recording: Recording): Promise<void>;
  download(recording: Recording): Promise<void>;
  askName(id: RecordingId): void;
  rename(id: RecordingId, name: string): Promise<void>;
  askDelete(id: RecordingId): Promise<void>;
  delete(id: RecordingId): Promise<void>;
  /** Brings back what was deleted a moment ago. */
  undo(id: RecordingId): Promise<void>;
  /** Downloads the slices as they are, also those that can't be joined. */
  downloadPieces(recording: Recording): Promise<void>;
  saveRescue(rescue: Rescue): void;
  forgetRescue(rescue: Rescue): Promise<void>;
  /** Closes the video, the form or the question. */
  close(): void;
  dismiss(): void;
}

const drawnAtOnce = 30;

/** Makes the library's model. */
export function createLibrary(options: LibraryOptions): Library {
  const { storage } = options;
  const rows = signal<readonly Recording[] | undefined>(undefined);
  const drawn = signal(drawnAtOnce);
  const snapshot = signal<Snapshot>({ session: inactive });
  const open = signal<Open | undefined>(undefined);
  const failed = signal<Failure | undefined>(undefined);
  const marked = signal<RecordingId | undefined>(undefined);
  let reading: Promise<void> | undefined;
  let isStale = false;
  let again: () => Promise<void> = async () => undefined;

  const removal = createRemoval(options);
  const idleWork = createIdleWork(options.idle);
  const inspection = createInspection(storage.inspect, idleWork.add);
  const access = createMediaAccess({
    ...options,
    async onEnd() {
      await storage.deleteHidden().catch(() => undefined);
      await reload();
    },
  });

  const show = (next: Open | undefined) => {
    const { value: before } = open;
    open.value = next;
    if (before?.what === 'video') void access.release(before.taken);
  };

  /** What nobody waits for begins once everything is drawn. */
  const drawMore = () => {
    if (drawn.value >= (rows.value?.length ?? 0)) return inspection.look(rows.value ?? []);
    drawn.value += drawnAtOnce;
    options.soon(drawMore);
  };

  /** A failure of the storage is shown; what was on the page stays. */
  const attempt = async (task: () => Promise<void>) => {
    try {
      await task();
    } catch (error) {
      failed.value = toStorageFailure(error);
      again = () => attempt(task);
    }
  };

  /** What plays here is not pulled away when another page deletes it. */
  const withPlayed = (listed: readonly Recording[]): readonly Recording[] => {
    const played = open.value?.what === 'video' ? open.value.id : undefined;
    const kept = rows.value?.find(({ id }) => id === played);
    if (kept === undefined || listed.some(({ id }) => id === played)) return listed;
    return [...listed, kept].sort((one, other) => other.createdAt - one.createdAt);
  };

  const read = async () => {
    do {
      isStale = false;
      const now = withPlayed(await storage.list());
      rows.value = mergeRecordings(rows.value ?? [], now);
      const shown = open.value;
      if (shown !== undefined && !now.some((recording) => recording.id === shown.id)) show(undefined);
    } while (isStale);
    options.soon(drawMore);
  };

  /** Changes that come while the list is read are read together, once. */
  const reload = () => {
    isStale = true;
    reading ??= attempt(read).finally(() => {
      reading = undefined;
    });
    return reading;
  };

  const question = async (id: RecordingId) => {
    const [isHeld, isUsed] = await Promise.all([options.isHeld(id), options.isMediaUsed(id)]);
    return { what: 'delete', id, isHeld, isUsed } as const;
  };

  /** The recording may have ended while the question is open. */
  const askAgain = async () => {
    const asked = open.value;
    if (asked?.what !== 'delete') return;
    const now = await question(asked.id);
    if (open.value !== asked || (now.isHeld === asked.isHeld && now.isUsed === asked.isUsed)) return;
    open.value = now;
  };

  const hear = (heard: Snapshot) => {
    const isOver = snapshot.value.session.state !== 'inactive' && heard.session.state === 'inactive';
    snapshot.value = heard;
    if (isOver) void reload();
    void askAgain();
  };

  const take = async (recording: Recording, read: (recording: Recording) => Promise<Blob>) => {
    const taken = await idleWork.during(() => access.take(recording, read));
    if (taken !== undefined) return taken;
    failed.value = failure('recording-not-found', recording.id);
    await reload();
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
      access.save(taken, fileName(recording.name, formatById(recording.format).container));
    });

  return {
    recordings: computed(() => rows.value?.map((recording) => withProgress(recording, snapshot.value))),
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
        void reload();
        void askAgain();
        // It may sleep, and the button still tell of what is gone.
        void options.call('background', 'status');
      });
      options.onSnapshot(hear);
      await Promise.all([
        reload(),
        options.call('background', 'status').then((status) => {
          // Without an answer the list is still right: nothing is known to run.
          if (status.ok) hear(status.value);
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
    play: (recording) =>
      attempt(async () => {
        const taken = await take(recording, openMedia);
        if (taken === undefined) return;
        show({ what: 'video', id: recording.id, url: taken.url, taken });
      }),
    download: (recording) => save(recording, openMedia),
    downloadPieces: (recording) => save(recording, storage.openPieces),
    askName: (id) => show({ what: 'rename', id }),
    rename: (id, name) =>
      attempt(async () => {
        const isThere = await storage.rename(id, name.trim());
        if (!isThere) failed.value = failure('recording-not-found', id);
        show(undefined);
        await reload();
      }),
    askDelete: async (id) => show(await question(id)),
    delete: (id) =>
      attempt(async () => {
        const now = await question(id);
        if (now.isHeld) return show(now);
        const recording = rows.value?.find((known) => known.id === id);
        show(undefined);
        if (recording !== undefined) await removal.remove(recording);
        await reload();
      }),
    undo: (id) =>
      attempt(async () => {
        const isBack = await removal.undo(id);
        if (!isBack) failed.value = failure('recording-not-found', id);
        await reload();
      }),
    saveRescue: ({ url, name, format }) =>
      options.download(url, fileName(name, formatById(format).container)),
    async forgetRescue({ recordingId }) {
      const result = await options.call('background', 'forgetRescue', recordingId);
      if (!result.ok) failed.value = result.failure;
    },
    close: () => show(undefined),
    dismiss() {
      failed.value = undefined;
    },
  };
}
