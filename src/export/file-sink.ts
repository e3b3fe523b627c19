import { FailureError } from '../domain/failure';
import type { WorkerFileHandle } from '../storage/sync-access';

/** A file that an export is written to, in any order. */
export interface FileSink {
  /** @throws DOMException if the disk is full, or the file is gone */
  write(bytes: Uint8Array<ArrayBuffer>, position: number): Promise<void>;
  /** Completes the file. A large one takes the browser seconds. @throws DOMException */
  close(): Promise<void>;
  /** Gives the file up; never rejects. */
  abort(): Promise<void>;
}

/** What the browser throws if a chosen file is locked, was deleted, or has changed meanwhile. */
const refusals = [
  'NoModificationAllowedError',
  'NotFoundError',
  'InvalidStateError',
  'InvalidModificationError',
];

async function asNotWritable<T>(writing: Promise<T>): Promise<T> {
  try {
    return await writing;
  } catch (error) {
    const isRefused = error instanceof DOMException && refusals.includes(error.name);
    throw isRefused ? new FailureError('export-not-writable', `${error.name}: ${error.message}`) : error;
  }
}

/**
 * Opens a file that the user chose. The browser writes to another one beside it, and replaces it at the end.
 *
 * @throws FailureError `export-not-writable`, if it is locked or gone; the sink throws it too
 * @throws DOMException if it may not be written
 * @see https://fs.spec.whatwg.org/#api-filesystemwritablefilestream
 */
export async function openChosen(handle: FileSystemFileHandle): Promise<FileSink> {
  const file = await asNotWritable(handle.createWritable());
  return {
    write: (data, position) => asNotWritable(file.write({ type: 'write', position, data })),
    close: () => asNotWritable(file.close()),
    abort: () => file.abort().catch(() => undefined),
  };
}

/**
 * Opens a file of the origin, which is written in place. Only for workers.
 *
 * @throws DOMException if the browser refuses it
 * @see https://fs.spec.whatwg.org/#api-filesystemsyncaccesshandle
 */
export async function openKept(handle: FileSystemFileHandle): Promise<FileSink> {
  const file = await (handle as WorkerFileHandle).createSyncAccessHandle();
  return {
    async write(bytes, position) {
      const written = file.write(bytes, { at: position });
      if (written < bytes.length) throw new DOMException('The disk is full', 'QuotaExceededError');
    },
    async close() {
      file.flush();
      file.close();
    },
    async abort() {
      try {
        file.truncate(0);
      } catch {
        // What ended the export is reported, and the file is deleted anyway.
      } finally {
        file.close();
      }
    },
  };
}

/** A stream into a sink, for what writes from start to end. */
export function appendTo(sink: FileSink): WritableStream<Uint8Array<ArrayBuffer>> {
  let position = 0;
  return new WritableStream({
    async write(bytes) {
      await sink.write(bytes, position);
      position += bytes.length;
    },
  });
}
