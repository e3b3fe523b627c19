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
  let broken: DOMException | undefined;
  let settle: (answer: SliceAnswer) => void = () => undefined;

  worker.onmessage = ({ data }: MessageEvent<SliceAnswer>) => settle(data);
  // It could not be loaded, or failed where nobody expected it: it will not answer any more.
  worker.onerror = ({ message }) => {
    broken = new DOMException(message, 'OperationError');
    settle({ error: broken });
  };

  return {
    async write(slice) {
      if (broken !== undefined) throw broken;
      const order: SliceOrder = { container, slice };
      const { error } = await new Promise<SliceAnswer>((resolve) => {
        settle = resolve;
        worker.postMessage(order);
      });
      if (error !== undefined) throw new DOMException(error.message, error.name);
    },
    close: () => worker.terminate(),
  };
}
