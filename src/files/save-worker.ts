import { toStorageFailure } from '../domain/failure';
import type { Recording } from '../domain/recording';
import { serveCalls } from '../messaging/worker-calls';
import { borrowMedia } from '../storage/borrowed-media';
import { type ReportSaving, saveAsZip, saveToFolder } from './save-files';

/* The worker that saves many recordings: reading, joining and writing them takes long. */

/** What the worker answers. */
export type SaveHandlers = typeof handlers;

const handlers = {
  /** See `save-files`. */
  toFolder: (
    folder: FileSystemDirectoryHandle,
    recordings: readonly Recording[],
    report: ReportSaving,
  ): Promise<void> => saveToFolder(folder, recordings, borrowMedia, report),
  /** See `save-files`. */
  toZip: (
    file: FileSystemFileHandle,
    recordings: readonly Recording[],
    report: ReportSaving,
  ): Promise<void> => saveAsZip(file, recordings, borrowMedia, report),
};

serveCalls(handlers, toStorageFailure);
