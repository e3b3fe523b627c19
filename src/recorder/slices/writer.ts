import { type Failure, failure, toStorageFailure } from '../../domain/failure';
import { draftSequence } from '../../domain/recording';

/** Data on its way to the disk: a Blob and the recorded time, in ms, that it completes. */
export interface PendingSlice {
  readonly blob: Blob;
  readonly coversMs: number;
  /** Whether more data of the same slice comes after it. */
  readonly isDraft: boolean;
}

/** What is on disk, drafts included. */
export interface Saved {
  readonly bytes: number;
  /** One whose drafts alone are there counts too. */
  readonly sliceCount: number;
  readonly coversMs: number;
}

/** A slice, or draft, with its place among the others. `after` is what is on disk once it is there. */
export interface NumberedSlice extends PendingSlice {
  readonly sequence: number;
  readonly after: Saved;
}

/** What the writer needs from outside. */
export interface SliceWriterOptions {
  /** Puts one slice, or draft, on disk; resolves once it is there. Asked again, it must not write it twice. */
  readonly write: (slice: NumberedSlice) => Promise<void>;
  /** Gives the disk's reserve back. Called where the disk is full, before the slice is tried again. */
  readonly makeRoom: () => Promise<void>;
  readonly onSaved: (saved: Saved) => void;
  /** Called once: the disk can't follow, is full, or goes on refusing a slice. */
  readonly onFailure: (failure: Failure) => void;
  /** How many bytes may wait, in bytes. */
  readonly limit?: number;
  /** How long to wait before each new try of a slice that the disk refused, in ms. */
  readonly retryAfterMs?: readonly number[];
}

/** An ordered, bounded queue between `MediaRecorder` and the disk. */
export interface SliceWriter {
  push(slice: PendingSlice): void;
  /** Resolves once nothing waits any more. */
  drained(): Promise<Saved>;
  /** What the disk refused to the last, in order: one slice, and all that came after it. */
  readonly held: readonly NumberedSlice[];
}

/** What may wait for the disk before the recording stops, in bytes: 32 MiB. */
const queueLimit = 32 * 1024 * 1024;

/** A connection may have to be made anew, and the browser's storage service started again. */
const patience: readonly number[] = [250, 1000, 2000];

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/**
 * Writes slices one after another, each only once the one before is on disk. When more than the
 * limit waits behind the one that is being written, the failure `disk-too-slow` is told, so that the recording
 * ends; what was pushed is still written. A slice that the disk refuses is tried three times more; where the disk is
 * full, the recording is ended at once, and the tries have the reserve.
 */
export function createSliceWriter(options: SliceWriterOptions): SliceWriter {
  const { write, makeRoom, onSaved, onFailure, limit = queueLimit, retryAfterMs = patience } = options;
  let saved: Saved = { bytes: 0, sliceCount: 0, coversMs: 0 };
  let pushed = saved;
  let wholeSlices = 0;
  let drafts = 0;
  const queue: NumberedSlice[] = [];
  const held: NumberedSlice[] = [];
  let queuedBytes = 0;
  let isWriting = false;
  let writing: Promise<void> = Promise.resolve();
  let told = false;

  const tell = (reason: Failure) => {
    if (told) return;
    told = true;
    onFailure(reason);
  };

  const number = (slice: PendingSlice): NumberedSlice => {
    const sequence = slice.isDraft ? draftSequence(wholeSlices, drafts) : wholeSlices;
    pushed = {
      bytes: pushed.bytes + slice.blob.size,
      sliceCount: wholeSlices + 1,
      coversMs: Math.max(pushed.coversMs, slice.coversMs),
    };
    drafts = slice.isDraft ? drafts + 1 : 0;
    wholeSlices += slice.isDraft ? 0 : 1;
    return { ...slice, sequence, after: pushed };
  };

  const persist = async (slice: NumberedSlice) => {
    for (const afterMs of retryAfterMs) {
      try {
        return await write(slice);
      } catch (error) {
        const reason = toStorageFailure(error);
        if (reason.code === 'disk-full') {
          tell(reason);
          await makeRoom().catch(() => undefined);
        }
        await pause(afterMs);
      }
    }
    return write(slice);
  };

  const save = async (slice: NumberedSlice) => {
    // A later slice on disk without this one would be a file with a hole.
    if (held.length > 0) return void held.push(slice);
    try {
      await persist(slice);
    } catch (error) {
      held.push(slice);
      return tell(toStorageFailure(error));
    }
    saved = slice.after;
    onSaved(saved);
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
    push(slice) {
      queue.push(number(slice));
      queuedBytes += slice.blob.size;
      if (!isWriting) writing = writeAll();
      if (queuedBytes > limit) tell(failure('disk-too-slow', `${queuedBytes} bytes wait for the disk`));
    },
    async drained() {
      while (isWriting) await writing;
      return saved;
    },
  };
}
