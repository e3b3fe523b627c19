import { type FolderCopy, type FolderCopyEvent, isPendingCopy } from '../domain/folder-copy';
import type { Source } from '../domain/options';
import type { Recording, RecordingId } from '../domain/recording';
import { createMutex } from '../messaging/mutex';
import { openCalls, type WorkerLike } from '../messaging/worker-calls';
import type { KnownFolder } from '../storage/folder';
import type { EndUse } from '../storage/locks';
import { toFolderFailure } from './copy-to-folder';
import { folderFileName } from './folder-name';
import type { FolderHandlers } from './folder-worker';

/** What the copier needs from outside. */
export interface FolderCopierDeps {
  readonly storage: {
    listCopies(): Promise<readonly FolderCopy[]>;
    changeCopy(id: RecordingId, event: FolderCopyEvent): Promise<FolderCopy | undefined>;
    forgetCopy(id: RecordingId): Promise<void>;
    readFolder(): Promise<KnownFolder | undefined>;
    findRecording(id: RecordingId): Promise<Recording | undefined>;
    /** Deletes what was hidden while it was copied. */
    deleteHidden(): Promise<void>;
  };
  readonly mayWrite: (folder: FileSystemDirectoryHandle) => Promise<boolean>;
  readonly useMedia: (recording: Recording) => Promise<EndUse>;
  /** Takes the lock under which one context at a time copies. @returns releases it */
  readonly lock: () => Promise<() => void>;
  readonly startWorker: () => WorkerLike;
}

/** What file names call each source. */
export type SourceNames = Readonly<Record<Source, string>>;

/** Starts the worker that copies. */
export function startFolderWorker(): WorkerLike {
  return new Worker(new URL('./folder-worker.ts', import.meta.url), { type: 'module' });
}

/** Makes the copies that are pending, one after another; see {@link createFolderCopier}. */
export interface FolderCopier {
  /**
   * Resolves once none is pending any more. How each went is in its row.
   *
   * @throws DOMException if the database or the lock refuses
   */
  run(sourceNames: SourceNames): Promise<void>;
}

/** A copier. What it does is in the rows of the copies, so that it can be ended at any time. */
export function createFolderCopier(deps: FolderCopierDeps): FolderCopier {
  const { storage } = deps;
  const inTurn = createMutex();

  const copyNow = async (
    copy: FolderCopy,
    recording: Recording,
    folder: KnownFolder,
    sourceNames: SourceNames,
  ) => {
    const { id, source } = recording;
    // Only what was recorded is copied there.
    const kind = source === undefined || source === 'file' ? 'tab' : source;
    const endUse = await deps.useMedia(recording);
    const calls = openCalls<FolderHandlers>(deps.startWorker());
    try {
      const wanted = folderFileName(recording, folder.pattern, sourceNames[kind]);
      const named = async (fileName: string) => {
        await storage.changeCopy(id, { type: 'named', fileName });
      };
      await calls.call('copy', [recording, folder.handle, { wanted, earlier: copy.fileName }, named]);
      await storage.changeCopy(id, { type: 'saved' });
    } finally {
      calls.close();
      await endUse();
      if ((await storage.findRecording(id))?.deletedAt !== undefined) await storage.deleteHidden();
    }
  };

  const make = async (copy: FolderCopy, sourceNames: SourceNames) => {
    const { recordingId } = copy;
    const recording = await storage.findRecording(recordingId);
    if (recording === undefined) return storage.forgetCopy(recordingId);
    // A deletion may be undone; one that is being recorded is copied once it is finished.
    if (recording.deletedAt !== undefined || recording.state === 'recording') return;
    const folder = await storage.readFolder();
    if (folder === undefined)
      return note(recordingId, { type: 'failed', failure: { code: 'folder-not-chosen' } });
    if (!(await deps.mayWrite(folder.handle))) return note(recordingId, { type: 'not-allowed' });
    await note(recordingId, { type: 'begin' });
    try {
      await copyNow(copy, recording, folder, sourceNames);
    } catch (error) {
      const reason = toFolderFailure(error);
      const isRefused = reason.code === 'permission-denied';
      await note(recordingId, isRefused ? { type: 'not-allowed' } : { type: 'failed', failure: reason });
    }
  };

  const note = async (id: RecordingId, event: FolderCopyEvent) => {
    await storage.changeCopy(id, event);
  };

  return {
    run: (sourceNames) =>
      inTurn(async () => {
        const release = await deps.lock();
        try {
          const tried = new Set<RecordingId>();
          for (;;) {
            const next = (await storage.listCopies()).find(
              (copy) => isPendingCopy(copy) && !tried.has(copy.recordingId),
            );
            if (next === undefined) return;
            tried.add(next.recordingId);
            await make(next, sourceNames);
          }
        } finally {
          release();
        }
      }),
  };
}
