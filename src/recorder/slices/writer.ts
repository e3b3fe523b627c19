import { type Failure, failure, toStorageFailure } from '../../domain/failure';
import { draftSequence, type RecordingId, type Slice } from '../../domain/recording';
import type { PendingSlice } from './collector';
import type { SliceDisk } from './disk';

/** What the writer needs from outside. */
export interface SliceWriterDeps {
  readonly disk: Pick<SliceDisk, 'write' | 'makeRoom'>;
  /** Called for each slice, or draft, once it is on disk, in order; `endMs` is what {@link SliceDisk.write} returned. */
  readonly onSaved: (slice: Slice, endMs: number | undefined) => void;
  /** Called once: the disk is too slow or full, or keeps refusing a slice. */
  readonly onFailure: (failure: Failure) => void;
  /** How much may wait behind the slice that is being written, in bytes. */
  readonly limit?: number;
  /** How long to wait before each retry, in ms. */
  readonly retryAfterMs?: readonly number[];
}

/** An ordered, bounded queue between `MediaRecorder` and the disk. */
export interface SliceWriter {
  push(slice: PendingSlice): void;
  /** Resolves once the queue is empty. */
  drained(): Promise<void>;
  /** What the disk refused for good, in order: one slice, and all that came after it. */
  readonly held: readonly Slice[];
}

/** How much may wait for the disk before the recording stops, in bytes: 32 MiB. */
const queueLimit = 32 * 1024 * 1024;

/** The connection may have to be reopened, and the browser's storage service restarted. In ms. */
const retryDelaysMs: readonly number[] = [250, 1000, 2000];

/**
 * Numbers slices and writes them one after another, each once the one before is on disk. If more than the
 * limit waits, the writer fails with `disk-too-slow`, so that the recording ends, but still writes what was pushed. A
 * slice that the disk refuses is retried three times; if the disk is full, the recording ends at once, and the retries
 * have the reserve.
 */
export function createSliceWriter(recordingId: RecordingId, deps: SliceWriterDeps): SliceWriter {
  const { disk, onSaved, onFailure, limit = queueLimit, retryAfterMs = retryDelaysMs } = deps;
  const number = createNumbering(recordingId);
  const queue: Slice[] = [];
  const held: Slice[] = [];
  let queuedBytes = 0;
  let isWriting = false;
  let writing: Promise<void> = Promise.resolve();
  let hasFailed = false;

  const fail = (reason: Failure) => {
    if (hasFailed) return;
    hasFailed = true;
    onFailure(reason);
  };

  const persist = async (slice: Slice) => {
    for (const afterMs of retryAfterMs) {
      try {
        return await disk.write(slice);
      } catch (error) {
        const reason = toStorageFailure(error);
        if (reason.code === 'disk-full') {
          fail(reason);
          await disk.makeRoom().catch(() => undefined);
        }
        await pause(afterMs);
      }
    }
    return disk.write(slice);
  };

  const save = async (slice: Slice) => {
    // A later slice on disk without this one would be a file with a hole.
    if (held.length > 0) return void held.push(slice);
    let endMs: number | undefined;
    try {
      endMs = await persist(slice);
    } catch (error) {
      held.push(slice);
      return fail(toStorageFailure(error));
    }
    onSaved(slice, endMs);
  };

  const writeAll = async () => {
    isWriting = true;
    for (let slice = queue.shift(); slice !== undefined; slice = queue.shift()) {
      queuedBytes -= slice.blob.size;
      await save(slice);
    }
    isWriting = false;
  };

  return {
    held,
    push(pending) {
      const slice = number(pending);
      queue.push(slice);
      queuedBytes += slice.blob.size;
      if (!isWriting) writing = writeAll();
      if (queuedBytes > limit) fail(failure('disk-too-slow', `${queuedBytes} bytes wait for the disk`));
    },
    async drained() {
      while (isWriting) await writing;
    },
  };
}

/** Makes what was collected the slices of a recording, each with its place among the others. */
function createNumbering(recordingId: RecordingId): (slice: PendingSlice) => Slice {
  let sliceCount = 0;
  let draftCount = 0;
  let totalBytes = 0;
  let coversMs = 0;
  return ({ blob, isDraft, peaks, ...pending }) => {
    const sequence = isDraft ? draftSequence(sliceCount, draftCount) : sliceCount;
    totalBytes += blob.size;
    coversMs = Math.max(coversMs, pending.coversMs);
    draftCount = isDraft ? draftCount + 1 : 0;
    sliceCount += isDraft ? 0 : 1;
    return {
      recordingId,
      sequence,
      blob,
      totalBytes,
      coversMs,
      ...(peaks === undefined ? {} : { peaks }),
    };
  };
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
