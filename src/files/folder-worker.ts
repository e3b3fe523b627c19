import { FailureError, throwStorageFailure } from '../domain/failure';
import type { Recording } from '../domain/recording';
import { serveCalls } from '../messaging/worker-calls';
import { borrowMedia } from '../storage/borrowed-media';
import { type CopyNames, copyToFolder, toFolderFailure } from './copy-to-folder';

/*
 * The worker that copies recordings to the user's folder: neither making the file nor writing it may keep the recorder
 * waiting.
 */

/** What the worker answers. */
export type FolderHandlers = typeof handlers;

const handlers = {
  /** Copies the file of a recording; see `copyToFolder`. */
  async copy(
    recording: Recording,
    folder: FileSystemDirectoryHandle,
    names: CopyNames,
    named: (name: string) => Promise<void>,
  ): Promise<void> {
    const { file, close } = await borrowMedia(recording).catch(throwStorageFailure);
    try {
      if (file.size === 0) throw new FailureError('recording-not-found', recording.id);
      await copyToFolder(file, folder, names, named);
    } finally {
      await close();
    }
  },
};

serveCalls(handlers, toFolderFailure);
