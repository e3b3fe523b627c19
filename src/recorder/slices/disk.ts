import type { Container } from '../../domain/format';
import type { RecordingId, Slice } from '../../domain/recording';

/** What the worker is to do; orders are done one after another. */
export type DiskOrder =
  /** Takes the reserve and gets ready for a recording. */
  | { readonly what: 'open'; readonly container: Container; readonly id: RecordingId }
  | { readonly what: 'write'; readonly slice: Slice }
  /** Gives the reserve back. */
  | { readonly what: 'make-room' }
  | { readonly what: 'rescue'; readonly held: readonly Slice[]; readonly mimeType: string }
  | { readonly what: 'close' };

/** What became of an order: an error, the rescued file, or nothing to say. */
export interface DiskAnswer {
  readonly number: number;
  readonly error?: { readonly name: string; readonly message: string };
  readonly rescued?: Blob;
  /** How far the recording had come with the slice, in ms, as its bytes say. */
  readonly endMs?: number;
}

/** The way of one recording's slices to the disk. */
export interface SliceDisk {
  /**
   * Resolves once the slice is on disk. Asked again for the same slice, it is not written twice.
   *
   * @returns how far the recording has come with it, in ms, where its bytes say
   * @throws DOMException where the write failed; `TimeoutError` where nothing was heard of it for
   *   20 s, and 1 s more for each megabyte
   */
  write(slice: Slice): Promise<number | undefined>;
  /** Gives the reserve back to the disk. @throws DOMException where that failed */
  makeRoom(): Promise<void>;
  /**
   * The whole recording as a file: what is on disk, and what could not be written.
   *
   * @throws DOMException where what is on disk can't be read
   */
  rescue(held: readonly Slice[], mimeType: string): Promise<Blob>;
  /** Gives the reserve back and ends the worker. */
  close(): Promise<void>;
}

/** How long to wait for an answer, in ms: a database that another version blocks gives none. */
const patienceMs = 20_000;

/** How fast the slowest disk is that is waited for, in bytes a millisecond. */
const slowestBytesPerMs = 1000;

/** Opens the way to the disk: a worker of its own, see `slice-worker`. */
export function openSliceDisk(container: Container, id: RecordingId): SliceDisk {
  const worker = new Worker(new URL('./disk-worker.ts', import.meta.url), { type: 'module' });
  const waiting = new Map<number, (answer: DiskAnswer) => void>();
  let broken: DOMException | undefined;
  let last = 0;

  worker.onmessage = ({ data }: MessageEvent<DiskAnswer>) => waiting.get(data.number)?.(data);
  // It could not be loaded, or failed where nobody expected it: it will not answer any more.
  worker.onerror = ({ message }) => {
    broken = new DOMException(message, 'OperationError');
    for (const [number, settle] of waiting) settle({ number, error: broken });
  };

  const tell = async (order: DiskOrder, bytes = 0): Promise<DiskAnswer> => {
    if (broken !== undefined) throw broken;
    last += 1;
    const number = last;
    try {
      const answer = await new Promise<DiskAnswer>((resolve, reject) => {
        const timer = setTimeout(
          () => reject(new DOMException(`No answer to ${order.what}`, 'TimeoutError')),
          patienceMs + bytes / slowestBytesPerMs,
        );
        waiting.set(number, (heard) => {
          clearTimeout(timer);
          resolve(heard);
        });
        worker.postMessage({ number, order });
      });
      if (answer.error !== undefined) throw new DOMException(answer.error.message, answer.error.name);
      return answer;
    } finally {
      waiting.delete(number);
    }
  };

  // The slices are saved with or without a reserve.
  void tell({ what: 'open', container, id }).catch(() => undefined);

  return {
    async write(slice) {
      return (await tell({ what: 'write', slice }, slice.blob.size)).endMs;
    },
    async makeRoom() {
      await tell({ what: 'make-room' });
    },
    async rescue(held, mimeType) {
      const { rescued } = await tell({ what: 'rescue', held, mimeType });
      if (rescued === undefined) throw new DOMException('There is nothing to rescue', 'NotFoundError');
      return rescued;
    },
    async close() {
      await tell({ what: 'close' }).catch(() => undefined);
      worker.terminate();
    },
  };
}
