import { computed, type ReadonlySignal, signal } from '@preact/signals';
import { type Failure, failure, toStorageFailure } from '../domain/failure';
import { formatById } from '../domain/format';
import type { Recording, RecordingId } from '../domain/recording';
import { inactive } from '../domain/session';
import type { Snapshot } from '../domain/snapshot';
import type { Call } from '../messaging/rpc';
import { fileName } from '../ui/file-name';
import { withProgress } from './live-recording';
import { mergeRecordings } from './merge-recordings';

/** What the library needs from outside. */
export interface LibraryOptions {
  readonly call: Call;
  readonly onSnapshot: (listener: (snapshot: Snapshot) => void) => () => void;
  readonly storage: {
    list(): Promise<readonly Recording[]>;
    rename(id: RecordingId, name: string): Promise<boolean>;
    remove(id: RecordingId): Promise<void>;
    openMedia(recording: Recording): Promise<Blob>;
    onChange(listener: () => void): () => void;
  };
  /** Whether a recorder holds the recording's lock. */
  readonly isHeld: (id: RecordingId) => Promise<boolean>;
  /** A `blob:` address for the media, and its end. */
  readonly urls: { create(media: Blob): string; revoke(url: string): void };
  readonly download: (url: string, name: string) => void;
  /** Calls back soon, after the browser had time to draw. */
  readonly soon: (task: () => void) => void;
}

/** What is open at one recording; one thing at a time in the whole library. */
export type Open =
  | { readonly what: 'video'; readonly id: RecordingId; readonly url: string }
  | { readonly what: 'rename'; readonly id: RecordingId }
  /** `isHeld`: the recording is still being written, and can't be deleted. */
  | { readonly what: 'delete'; readonly id: RecordingId; readonly isHeld: boolean };

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
  /** Closes the video, the form or the question. */
  close(): void;
  dismiss(): void;
}

const drawnAtOnce = 30;
/** A download reads its address after the click; a minute is plenty. */
const keepUrlMs = 60_000;

/** Makes the library's model. */
export function createLibrary(options: LibraryOptions): Library {
  const { storage, urls } = options;
  const rows = signal<readonly Recording[] | undefined>(undefined);
  const drawn = signal(drawnAtOnce);
  const snapshot = signal<Snapshot>({ session: inactive });
  const open = signal<Open | undefined>(undefined);
  const failed = signal<Failure | undefined>(undefined);
  const marked = signal<RecordingId | undefined>(undefined);
  let reading: Promise<void> | undefined;
  let isStale = false;
  let again: () => Promise<void> = async () => undefined;

  const show = (next: Open | undefined) => {
    if (open.value?.what === 'video') urls.revoke(open.value.url);
    open.value = next;
  };

  const drawMore = () => {
    if (drawn.value >= (rows.value?.length ?? 0)) return;
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

  const read = async () => {
    do {
      isStale = false;
      const now = await storage.list();
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

  /** The recording may have ended while the question is open. */
  const askAgain = async () => {
    const asked = open.value;
    if (asked?.what !== 'delete') return;
    const isHeld = await options.isHeld(asked.id);
    if (open.value === asked && isHeld !== asked.isHeld) open.value = { ...asked, isHeld };
  };

  const hear = (heard: Snapshot) => {
    const isOver = snapshot.value.session.state !== 'inactive' && heard.session.state === 'inactive';
    snapshot.value = heard;
    if (isOver) void reload();
    void askAgain();
  };

  const media = async (recording: Recording): Promise<string | undefined> => {
    const blob = await storage.openMedia(recording);
    if (blob.size > 0) return urls.create(blob);
    failed.value = failure('recording-not-found', recording.id);
    await reload();
    return undefined;
  };

  const askDelete = async (id: RecordingId) => show({ what: 'delete', id, isHeld: await options.isHeld(id) });

  return {
    recordings: computed(() => rows.value?.map((recording) => withProgress(recording, snapshot.value))),
    drawn,
    snapshot,
    open,
    failure: failed,
    canRetry: computed(() => failed.value?.code === 'storage-failed'),
    marked,
    async begin() {
      storage.onChange(() => {
        void reload();
        void askAgain();
      });
      options.onSnapshot(hear);
      await Promise.all([
        reload(),
        options.call('background', 'status').then((status) => {
          // Without an answer the list is still right: nothing is known to run.
          if (status.ok) hear(status.value);
        }),
      ]);
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
        const url = await media(recording);
        if (url !== undefined) show({ what: 'video', id: recording.id, url });
      }),
    download: (recording) =>
      attempt(async () => {
        const url = await media(recording);
        if (url === undefined) return;
        options.download(url, fileName(recording.name, formatById(recording.format).container));
        setTimeout(() => urls.revoke(url), keepUrlMs);
      }),
    askName: (id) => show({ what: 'rename', id }),
    rename: (id, name) =>
      attempt(async () => {
        const isThere = await storage.rename(id, name.trim());
        if (!isThere) failed.value = failure('recording-not-found', id);
        show(undefined);
        await reload();
      }),
    askDelete,
    delete: (id) =>
      attempt(async () => {
        if (await options.isHeld(id)) return show({ what: 'delete', id, isHeld: true });
        show(undefined);
        await storage.remove(id);
        await reload();
      }),
    close: () => show(undefined),
    dismiss() {
      failed.value = undefined;
    },
  };
}
