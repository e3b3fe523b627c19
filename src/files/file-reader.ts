import type { OpenedFile } from '../container/open-file';
import type { RecordingId } from '../domain/recording';
import { oneTask, openCalls, type WorkerLike } from '../messaging/worker-calls';
import type { ImportedFile } from '../storage/import-file';
import type { FileHandlers } from './file-worker';

/** Reads files from outside, in workers. */
export interface FileReader {
  /**
   * Opens a file, and repairs it by reference if need be; see `container/open-file`.
   *
   * @param onRead called with how many bytes were read
   * @param signal ends it at once
   * @throws FailureError if it can't be read, or is refused
   * @throws DOMException if the worker failed, or the signal's reason
   */
  open(file: Blob, onRead: (bytes: number) => void, signal: AbortSignal): Promise<OpenedFile>;
  /**
   * Copies a file into the library; see `storage/import-file`.
   *
   * @param onSaved called with how many bytes are on disk
   * @param signal ends it after the slice that is being written
   * @returns the new recording; `undefined` if it was canceled
   * @throws FailureError if it can't be read or written
   * @throws DOMException if the worker failed
   */
  add(
    file: ImportedFile,
    onSaved: (bytes: number) => void,
    signal: AbortSignal,
  ): Promise<RecordingId | undefined>;
}

function startFileWorker(): WorkerLike {
  return new Worker(new URL('./file-worker.ts', import.meta.url), { type: 'module' });
}

/** A reader that starts a worker for each task. */
export function createFileReader(startWorker: () => WorkerLike = startFileWorker): FileReader {
  const start = () => openCalls<FileHandlers>(startWorker());
  return {
    open(file, onRead, signal) {
      return oneTask(start, (calls) => calls.call('open', [file, onRead]), signal);
    },
    add(file, onSaved, signal) {
      const goOn = (bytes: number) => {
        onSaved(bytes);
        return !signal.aborted;
      };
      return oneTask(start, (calls) => calls.call('add', [file, goOn]));
    },
  };
}
