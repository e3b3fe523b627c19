import { toStorageFailure } from '../domain/failure';
import type { Recording } from '../domain/recording';
import { serveCalls } from '../messaging/worker-calls';
import { openMedia } from '../storage/media';
import { type ReportSaving, saveAsZip, saveToFolder } from './save-files';

/* The worker that saves many recordings: reading, joining and writing them takes long. */

/** What the worker answers. */
export type SaveHandlers = typeof handlers;

const open = async (recording: Recording) => (await openMedia(recording)).file;

const handlers = {
  /** See `save-files`. */
  toFolder: (
    folder: FileSystemDirectoryHandle,
    recordings: readonly Recording[],
    report: ReportSaving,
  ): Promise<void> => saveToFolder(folder, recordings, open, report),
  /** See `save-files`. */
  toZip: (
    file: FileSystemFileHandle,
    recordings: readonly Recording[],
    report: ReportSaving,
  ): Promise<void> => saveAsZip(file, recordings, open, report),
};

serveCalls(handlers, toStorageFailure);
