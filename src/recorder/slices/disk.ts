import type { ColorMatrix } from '../../domain/color';
import type { Container } from '../../domain/format';
import type { RecordingId, Slice } from '../../domain/recording';
import { openCalls, type WorkerLike } from '../../messaging/worker-calls';
import type { SliceStore } from './slice-store';

/** One recording's connection to the disk. */
export interface SliceDisk {
  /**
   * Resolves once the slice is on disk. A second call for the same slice doesn't write it twice.
   *
   * @returns how far the recording has come with it according to its bytes, in ms; `undefined` if they don't say
   * @throws FailureError if the write failed
   * @throws DOMException `TimeoutError` without an answer for 20 s, and 1 s more for each megabyte; `OperationError` if
   *   the worker crashed
   */
  write(slice: Slice): Promise<number | undefined>;
  /** Returns the reserve to the disk. @throws FailureError, or DOMException as `write` does */
  makeRoom(): Promise<void>;
  /**
   * The whole recording as a file: what is on disk, and what could not be written.
   *
   * @throws FailureError if what is on disk can't be read, or DOMException as `write` does
   */
  rescue(held: readonly Slice[], mimeType: string): Promise<Blob>;
  /** Sets the matrix of the video's colors, for what is packed and rescued from now on. */
  setMatrix(matrix: ColorMatrix): void;
  /** Returns the reserve and ends the worker. Never rejects. @returns how long the last commit took, in ms */
  close(): Promise<number | undefined>;
}

/** How long to wait for an answer, in ms: a database that another version blocks sends none. */
const patienceMs = 20_000;

/** The speed of the slowest disk that we wait for, in bytes per ms. */
const slowestBytesPerMs = 1000;

/** Opens the connection: a worker of its own, which carries out one call after another. */
export function openSliceDisk(
  container: Container,
  id: RecordingId,
  createWorker: () => WorkerLike = createDiskWorker,
): SliceDisk {
  const calls = openCalls<SliceStore>(createWorker());
  const settings = { patienceMs };

  // Slices are saved with or without a reserve.
  calls.call('open', [container, id], settings).catch(() => undefined);

  return {
    write: (slice) =>
      calls.call('write', [slice], { patienceMs: patienceMs + slice.blob.size / slowestBytesPerMs }),
    makeRoom: () => calls.call('makeRoom', [], settings),
    rescue: (held, mimeType) => calls.call('rescue', [held, mimeType], settings),
    // Without it, the file is put right when it is made.
    setMatrix: (matrix) => void calls.call('setMatrix', [matrix], settings).catch(() => undefined),
    async close() {
      const lastCommitMs = await calls.call('close', [], settings).catch(() => undefined);
      calls.close();
      return lastCommitMs;
    },
  };
}

function createDiskWorker(): Worker {
  return new Worker(new URL('./disk-worker.ts', import.meta.url), { type: 'module' });
}
