import { type Failure, failure, toStorageFailure } from '../domain/failure';

/** Data on its way to the disk: a Blob and the recorded time, in ms, that it completes. */
export interface PendingSlice {
  readonly blob: Blob;
  readonly coversMs: number;
}

/** What is on disk. */
export interface Saved {
  readonly bytes: number;
  readonly sliceCount: number;
  readonly coversMs: number;
}

/** What the writer needs from outside. */
export interface SliceWriterOptions {
  /**
   * Puts one slice, or a draft, on disk; resolves once it is there. `saved` is what is on disk then. A draft's
   * sequence is a fraction more than that of its slice.
   */
  readonly write: (slice: PendingSlice & { readonly sequence: number }, saved: Saved) => Promise<void>;
  readonly onSaved: (saved: Saved) => void;
  /** A draft is on disk: the recorded time, in ms, that is safe now. */
  readonly onKept: (coversMs: number) => void;
  /** Called once: the disk can't follow, or refused a slice. The slices before it are safe. */
  readonly onFailure: (failure: Failure) => void;
  /** How many bytes may wait, in bytes. */
  readonly limit?: number;
}

/** An ordered, bounded queue between `MediaRecorder` and the disk. */
export interface SliceWriter {
  push(slice: PendingSlice): void;
  /** Writes data of the next slice ahead of it; one that fails is no failure, for the slice itself still comes. */
  keep(draft: PendingSlice): void;
  /** Resolves once nothing waits any more. */
  drained(): Promise<Saved>;
}

/** What may wait for the disk before the recording stops, in bytes: 32 MiB. */
const queueLimit = 32 * 1024 * 1024;

/** More than an hour has seconds; a power of two, so that every draft has a number of its own. */
const draftsPerSlice = 8192;

/** How long to wait before a slice that the disk refused is tried once more, in ms. */
const retryAfterMs = 250;

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/**
 * Writes slices one after another, each only once the one before is on disk. When more than the
 * limit waits, the failure `disk-too-slow` is told, so that the recording ends; what was pushed is
 * still written. A slice that the disk refuses is tried once more. A slice that is alone in the queue may be of any size.
 */
export function createSliceWriter(options: SliceWriterOptions): SliceWriter {
  const { write, onSaved, onKept, onFailure, limit = queueLimit } = options;
  let saved: Saved = { bytes: 0, sliceCount: 0, coversMs: 0 };
  let waiting = 0;
  let tail: Promise<void> = Promise.resolve();
  let told = false;
  /** The drafts of the next slice; without one of them those after it are of no use. */
  let drafts = { count: 0, bytes: 0, isWhole: true };
  let broken = false;

  const tell = (reason: Failure) => {
    if (told) return;
    told = true;
    onFailure(reason);
  };

  const save = async (slice: PendingSlice) => {
    if (broken) return;
    const after: Saved = {
      bytes: saved.bytes + slice.blob.size,
      sliceCount: saved.sliceCount + 1,
      coversMs: Math.max(saved.coversMs, slice.coversMs),
    };
    const attempt = () => write({ ...slice, sequence: saved.sliceCount }, after);
    try {
      await attempt().catch(() => pause(retryAfterMs).then(attempt));
    } catch (error) {
      // A later slice without this one would be a file with a hole.
      broken = true;
      tell(toStorageFailure(error));
      return;
    }
    saved = after;
    drafts = { count: 0, bytes: 0, isWhole: true };
    onSaved(saved);
  };

  const saveDraft = async (draft: PendingSlice) => {
    if (broken || !drafts.isWhole) return;
    const bytes = drafts.bytes + draft.blob.size;
    const sequence = saved.sliceCount + (drafts.count + 1) / draftsPerSlice;
    try {
      await write({ ...draft, sequence }, { ...saved, bytes: saved.bytes + bytes });
    } catch {
      drafts = { ...drafts, isWhole: false };
      return;
    }
    drafts = { count: drafts.count + 1, bytes, isWhole: true };
    onKept(draft.coversMs);
  };

  return {
    push(slice) {
      const ahead = waiting;
      waiting += slice.blob.size;
      if (ahead > 0 && waiting > limit) tell(failure('disk-too-slow', `${waiting} bytes wait for the disk`));
      tail = tail
        .then(() => save(slice))
        .then(() => {
          waiting -= slice.blob.size;
        });
    },
    keep(draft) {
      tail = tail.then(() => saveDraft(draft));
    },
    async drained() {
      await tail;
      return saved;
    },
  };
}
