import { type Failure, failure, toStorageFailure } from '../domain/failure';
import { draftSequence } from '../domain/recording';

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

/** What the writer needs from outside. */
export interface SliceWriterOptions {
  /** Puts one slice, or draft, on disk; resolves once it is there. `saved` is what is on disk then. */
  readonly write: (slice: PendingSlice & { readonly sequence: number }, saved: Saved) => Promise<void>;
  readonly onSaved: (saved: Saved) => void;
  /** Called once: the disk can't follow, or refused a slice. The slices before it are safe. */
  readonly onFailure: (failure: Failure) => void;
  /** How many bytes may wait, in bytes. */
  readonly limit?: number;
}

/** An ordered, bounded queue between `MediaRecorder` and the disk. */
export interface SliceWriter {
  push(slice: PendingSlice): void;
  /** Resolves once nothing waits any more. */
  drained(): Promise<Saved>;
}

/** What may wait for the disk before the recording stops, in bytes: 32 MiB. */
const queueLimit = 32 * 1024 * 1024;

/** How long to wait before a slice that the disk refused is tried once more, in ms. */
const retryAfterMs = 250;

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/**
 * Writes slices one after another, each only once the one before is on disk. When more than the
 * limit waits behind the one that is being written, the failure `disk-too-slow` is told, so that the recording
 * ends; what was pushed is still written. A slice that the disk refuses is tried once more.
 */
export function createSliceWriter(options: SliceWriterOptions): SliceWriter {
  const { write, onSaved, onFailure, limit = queueLimit } = options;
  let saved: Saved = { bytes: 0, sliceCount: 0, coversMs: 0 };
  let wholeSlices = 0;
  let drafts = 0;
  const queue: PendingSlice[] = [];
  let queuedBytes = 0;
  let isWriting = false;
  let writing: Promise<void> = Promise.resolve();
  let told = false;
  let broken = false;

  const tell = (reason: Failure) => {
    if (told) return;
    told = true;
    onFailure(reason);
  };

  const save = async (slice: PendingSlice) => {
    if (broken) return;
    const sequence = slice.isDraft ? draftSequence(wholeSlices, drafts) : wholeSlices;
    const after: Saved = {
      bytes: saved.bytes + slice.blob.size,
      sliceCount: wholeSlices + 1,
      coversMs: Math.max(saved.coversMs, slice.coversMs),
    };
    const attempt = () => write({ ...slice, sequence }, after);
    try {
      await attempt().catch(() => pause(retryAfterMs).then(attempt));
    } catch (error) {
      // A later slice without this one would be a file with a hole.
      broken = true;
      tell(toStorageFailure(error));
      return;
    }
    drafts = slice.isDraft ? drafts + 1 : 0;
    wholeSlices += slice.isDraft ? 0 : 1;
    saved = after;
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
    push(slice) {
      queue.push(slice);
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
