import { computed, type ReadonlySignal, signal } from '@preact/signals';
import { type Failure, failure as failureOf, toStorageFailure } from '../domain/failure';
import { defaultPattern, type Folder } from '../domain/folder';
import { type FolderCopy, isStuckCopy } from '../domain/folder-copy';
import type { RecordingId } from '../domain/recording';
import { toFolderFailure } from '../files/copy-to-folder';
import type { Call } from '../messaging/rpc';
import type { KnownFolder } from '../storage/folder';

/** What the folder needs from outside. */
export interface FolderDeps {
  readonly call: Call;
  readonly storage: {
    readFolder(): Promise<KnownFolder | undefined>;
    saveFolder(folder: KnownFolder): Promise<void>;
    changeFolder(change: Partial<Pick<Folder, 'pattern' | 'isOn'>>): Promise<void>;
    listCopies(): Promise<readonly FolderCopy[]>;
    forgetCopy(id: RecordingId): Promise<void>;
    onCopiesChanged(listener: () => void): () => void;
  };
  /** The browser's side of it. */
  readonly browser: {
    canPickFolder(): boolean;
    pickFolder(): Promise<FileSystemDirectoryHandle | undefined>;
    mayWrite(folder: FileSystemDirectoryHandle): Promise<boolean>;
    askToWrite(folder: FileSystemDirectoryHandle): Promise<boolean>;
  };
}

/** The user's folder as a page shows it. */
export interface ShownFolder extends Folder {
  /** Whether Timeslice may write to it now, without asking. */
  readonly isAllowed: boolean;
}

/** The user's folder, and the copies of recordings in it. */
export interface FolderModel {
  /** Whether the browser lets the user choose one. */
  readonly isPossible: boolean;
  /** Whether the next two are known. */
  readonly isRead: ReadonlySignal<boolean>;
  readonly folder: ReadonlySignal<ShownFolder | undefined>;
  /** By recording. */
  readonly copies: ReadonlySignal<ReadonlyMap<RecordingId, FolderCopy>>;
  /** Those that wait for the user, the oldest first. */
  readonly stuck: ReadonlySignal<readonly FolderCopy[]>;
  readonly failure: ReadonlySignal<Failure | undefined>;
  begin(): Promise<void>;
  /** Has the user choose a folder, in a page and after a click, and saves finished recordings there from then on. */
  choose(): Promise<void>;
  /** Saves finished recordings there, or no more. Without a folder, the user chooses one. */
  turn(on: boolean): Promise<void>;
  /** Names the files from now on. */
  setPattern(pattern: string): Promise<void>;
  /** Asks the user for the permission to write, in a page and after a click; then tries again. */
  allow(): Promise<void>;
  /** Tries again what failed. */
  retry(): Promise<void>;
  /** Gives up what waits for the user; the recordings stay in the library. */
  forget(): Promise<void>;
}

/** What the browser's refusal to choose or allow a folder means. */
function toChoiceFailure(error: unknown): Failure {
  const { code, detail } = toFolderFailure(error);
  // The text of `permission-denied` is about recording.
  return failureOf(code === 'permission-denied' ? 'folder-failed' : code, detail);
}

/** Makes the model; it keeps nothing that the storage knows better. */
export function createFolder({ call, storage, browser }: FolderDeps): FolderModel {
  const isRead = signal(false);
  const known = signal<KnownFolder | undefined>(undefined);
  const isAllowed = signal(false);
  const copies = signal<readonly FolderCopy[]>([]);
  const stuck = computed(() => copies.value.filter(isStuckCopy));
  const failure = signal<Failure | undefined>(undefined);

  const read = async () => {
    try {
      [known.value, copies.value] = await Promise.all([storage.readFolder(), storage.listCopies()]);
    } catch (error) {
      failure.value = toStorageFailure(error);
    }
    // In some browsers, nobody knows: then a copy finds out.
    const { value: folder } = known;
    isAllowed.value = folder !== undefined && (await browser.mayWrite(folder.handle).catch(() => false));
    isRead.value = true;
  };

  /** What fails is shown, and leaves everything as it was. */
  const attempt = async (task: () => Promise<void>, explain = toStorageFailure) => {
    failure.value = undefined;
    await task().catch((error: unknown) => {
      failure.value = explain(error);
    });
    await read();
  };

  const retry = async () => {
    failure.value = undefined;
    const answer = await call('background', 'makeCopies');
    if (!answer.ok) failure.value = answer.failure;
  };

  const choose = () =>
    attempt(async () => {
      // First: the user's click lasts no longer.
      const handle = await browser.pickFolder();
      if (handle === undefined) return;
      const pattern = known.value?.pattern ?? defaultPattern;
      await storage.saveFolder({ handle, name: handle.name, pattern, isOn: true });
      await retry();
    }, toChoiceFailure);

  return {
    isPossible: browser.canPickFolder(),
    isRead,
    folder: computed(() => {
      if (known.value === undefined) return undefined;
      const { name, pattern, isOn } = known.value;
      return { name, pattern, isOn, isAllowed: isAllowed.value };
    }),
    copies: computed(() => new Map(copies.value.map((copy) => [copy.recordingId, copy]))),
    stuck,
    failure,
    async begin() {
      storage.onCopiesChanged(() => void read());
      await read();
    },
    choose,
    turn: (on) =>
      on && known.value === undefined ? choose() : attempt(() => storage.changeFolder({ isOn: on })),
    setPattern: (pattern) => attempt(() => storage.changeFolder({ pattern })),
    allow: () =>
      attempt(async () => {
        const { value: folder } = known;
        if (folder === undefined) return;
        if (await browser.askToWrite(folder.handle)) await retry();
        // Once the user has blocked it, the browser asks no more.
        else failure.value = failureOf('folder-failed', 'The browser did not allow it');
      }, toChoiceFailure),
    retry,
    forget: () =>
      attempt(async () => {
        await Promise.all(stuck.value.map(({ recordingId }) => storage.forgetCopy(recordingId)));
      }),
  };
}
