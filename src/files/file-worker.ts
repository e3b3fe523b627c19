import { ContainerError, type ContainerErrorReason } from '../container/container-error';
import { type OpenedFile, openFile } from '../container/open-file';
import { type Failure, type FailureCode, failure, toStorageFailure } from '../domain/failure';
import type { RecordingId } from '../domain/recording';
import { serveCalls } from '../messaging/worker-calls';
import { type ImportedFile, importFile } from '../storage/import-file';

// The worker that reads files from outside: all of a file is read, which takes a while.

/** What the worker answers. */
export type FileHandlers = typeof handlers;

const handlers = {
  /** See `container/open-file`. */
  open: (file: Blob, onRead: (bytes: number) => Promise<void>): Promise<OpenedFile> => openFile(file, onRead),
  /** See `storage/import-file`. */
  add: (file: ImportedFile, goOn: (bytes: number) => Promise<boolean>): Promise<RecordingId | undefined> =>
    importFile(file, goOn),
};

const codes: Record<ContainerErrorReason, FailureCode> = {
  'not-media': 'file-not-media',
  'no-header': 'file-without-index',
  'no-media': 'file-without-frames',
  malformed: 'file-without-frames',
  unsupported: 'file-without-frames',
  'too-large': 'file-without-frames',
};

/** What a file that changed, or that is gone, is read with (https://w3c.github.io/FileAPI/#dfn-error-codes). */
const unreadable: readonly string[] = ['NotReadableError', 'NotFoundError'];

function explain(error: unknown): Failure {
  if (error instanceof ContainerError) return failure(codes[error.reason], error.message);
  if (error instanceof DOMException && unreadable.includes(error.name)) {
    return failure('file-unreadable', `${error.name}: ${error.message}`);
  }
  const known = toStorageFailure(error);
  return known.code === 'disk-full' ? { ...known, code: 'file-no-room' } : known;
}

serveCalls(handlers, explain);
