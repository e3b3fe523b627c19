import type { Container } from '../domain/format';
import type { Slice } from '../domain/recording';

/** What the worker is to put on disk. */
export interface SliceOrder {
  readonly container: Container;
  readonly slice: Slice;
}

/** What became of it: an error, or nothing to say. */
export interface SliceAnswer {
  readonly error?: { readonly name: string; readonly message: string };
}

/** The way of one recording's slices to the disk. */
export interface SliceDisk {
  /** Resolves once the slice is on disk. One at a time. @throws DOMException where the write failed */
  write(slice: Slice): Promise<void>;
  close(): void;
}

/** Opens the way to the disk: a worker of its own, see `slice-worker`. */
export function openSliceDisk(container: Container): SliceDisk {
  const worker = new Worker(new URL('./slice-worker.ts', import.meta.url), { type: 'module' });
  return {
    write: (slice) =>
      new Promise((resolve, reject) => {
        worker.onmessage = ({ data: { error } }: MessageEvent<SliceAnswer>) => {
          if (error === undefined) resolve();
          else reject(new DOMException(error.message, error.name));
        };
        worker.onerror = ({ message }) => reject(new DOMException(message, 'OperationError'));
        const order: SliceOrder = { container, slice };
        worker.postMessage(order);
      }),
    close: () => worker.terminate(),
  };
}
