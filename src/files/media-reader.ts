import type { Damage } from '../domain/damage';
import type { Precision, Span } from '../domain/edit';
import type { Recording, RecordingId } from '../domain/recording';
import type { Timeline } from '../domain/timeline';
import { type Later, later } from '../domain/watch';
import { oneTask, openCalls, type WorkerCalls, type WorkerLike } from '../messaging/worker-calls';
import { deleteCopy } from '../storage/copied-files';
import type { JoinedMedia } from '../storage/cut';
import type { OpenedMedia } from '../storage/media';
import type { Originals } from '../storage/originals';
import { openTemporaryFolder } from '../storage/temporary-folder';
import type { CutPlaces, MediaHandlers } from './media-worker';

/** Reads the media of recordings, in workers. */
export interface MediaReader {
  /**
   * The file of a recording; see `storage/media`. One of very many pieces is copied.
   *
   * @throws FailureError if the slices can't be read, or the disk has no space for a copy
   * @throws DOMException if the worker failed, or the signal's reason
   */
  open(recording: Recording, watch?: OpeningWatch): Promise<OpenedMedia>;
  /**
   * Where a part of a recording can begin without re-encoding, see `storage/cut`, and whether it can elsewhere.
   *
   * @throws FailureError if the slices can't be read
   * @throws DOMException if the worker failed
   */
  cutPlaces(recording: Recording): Promise<CutPlaces>;
  /**
   * Makes new recordings of parts of one; see `storage/cut`.
   *
   * @throws FailureError if the slices can't be read, the database refuses, a part can't be cut out (`cut-failed`), or its format
   *   can't be encoded again (`exact-unsupported`)
   * @throws DOMException if the worker failed
   */
  cut(
    recording: Recording,
    parts: readonly (readonly Span[])[],
    names: readonly string[],
    precision: Precision,
  ): Promise<readonly RecordingId[]>;
  /**
   * The file of recordings that are joined; see `storage/cut`. One of very many pieces is copied.
   *
   * @throws FailureError if the slices can't be read or joined, or the disk has no space for a copy
   * @throws DOMException if the worker failed, or the signal's reason
   */
  openJoined(recording: Recording, watch?: CopyWatch): Promise<JoinedMedia>;
  /**
   * The unchanged slices of a recording, one after another.
   *
   * @throws FailureError if they can't be read
   * @throws DOMException if the worker failed
   */
  openPieces(recording: Recording): Promise<Blob>;
  /**
   * What is stored of a recording along its time; see `storage/timeline`.
   *
   * @throws FailureError if it can't be read
   * @throws DOMException if the worker failed
   */
  timeline(recording: Recording): Promise<Timeline>;
  /**
   * Inspects the media of recordings; see `storage/inspection`.
   *
   * @param inspected called with each recording, and its damage if there is any
   * @param signal ends the inspection at once
   * @throws FailureError if the slices can't be read
   * @throws DOMException if the worker failed, or the signal's reason
   */
  inspect(
    recordings: readonly Recording[],
    inspected: (id: RecordingId, damage: Damage | undefined) => void,
    signal: AbortSignal,
  ): Promise<void>;
  /** Starts the worker for the next file beforehand. */
  prepare(): void;
}

/** Watches a file being copied. */
export interface CopyWatch {
  /** Called with the share that is written, 0 to 1. */
  readonly progress: (share: number) => void;
  /** Ends it, and deletes what was written, unless another opening uses it. One that waits for such a deletion ends after it. */
  readonly signal: AbortSignal;
}

/** Watches the file of a recording being opened. */
export interface OpeningWatch extends CopyWatch {
  /** Called with what can be played meanwhile, if that takes a while and there is anything. */
  readonly originals?: (originals: Originals) => void;
}

/** Where the copies of this page are. */
export interface Copies {
  /** The name of their folder, which is kept until the page is closed. */
  readonly open: () => Promise<string>;
  readonly delete: (page: string, name: string) => Promise<void>;
}

/** What the reader needs from the browser. */
export interface MediaReaderDeps {
  readonly copies: Copies;
  readonly startWorker: () => WorkerLike;
  readonly later: Later;
}

/** Starts the worker that makes files. */
export function startMediaWorker(): WorkerLike {
  return new Worker(new URL('./media-worker.ts', import.meta.url), { type: 'module' });
}

/** The copies of this page. */
export const copiesOfPage: Copies = {
  open: async () => (await openTemporaryFolder()).name,
  delete: deleteCopy,
};

const browserDeps: MediaReaderDeps = {
  copies: copiesOfPage,
  startWorker: startMediaWorker,
  later,
};

/** The delay before the next worker is started, in ms: the file that was just opened comes first. */
const prepareAfterMs = 1000;

type Calls = WorkerCalls<MediaHandlers>;

/** A file in the folder of the page, which all openings of a recording share. */
interface SharedCopy {
  /** How many openings may write or read it: the pending ones, and those that succeeded, until the page is closed. */
  users: number;
  /** Resolves once what failed openings wrote is deleted. */
  deleted: Promise<void>;
}

/** A reader without a prepared worker. */
export function createMediaReader({
  copies,
  startWorker,
  later,
}: MediaReaderDeps = browserDeps): MediaReader {
  let page: Promise<string> | undefined;
  const pageOfCopies = () => {
    page ??= copies.open().catch((error: unknown) => {
      page = undefined;
      throw error;
    });
    return page;
  };
  const shared = new Map<string, SharedCopy>();
  /** A started worker, for the next file: starting one takes longer than making the file of an hour. */
  let prepared: Calls | undefined;

  const start = () => openCalls<MediaHandlers>(startWorker());
  const prepare = () => {
    if (prepared !== undefined) return;
    const calls = start();
    prepared = calls;
    calls.broken.catch(() => {
      if (prepared === calls) prepared = undefined;
    });
  };
  const takePrepared = () => {
    const calls = prepared ?? start();
    prepared = undefined;
    return calls;
  };
  /**
   * Opens a file that may have to be copied.
   *
   * @param name that of the copy
   */
  const withCopy = async <Answer>(
    name: string,
    watch: CopyWatch | undefined,
    open: (calls: Calls, page: string, progress: (share: number) => void) => Promise<Answer>,
  ): Promise<Answer> => {
    watch?.signal.throwIfAborted();
    const ofPage = pageOfCopies();
    const copy = shared.get(name) ?? { users: 0, deleted: Promise.resolve() };
    shared.set(name, copy);
    copy.users += 1;
    try {
      const progress = (share: number) => watch?.progress(share);
      const task = async (calls: Calls) => {
        const [page] = await Promise.all([ofPage, copy.deleted]);
        return open(calls, page, progress);
      };
      return await oneTask(takePrepared, task, watch?.signal);
    } catch (error) {
      copy.users -= 1;
      if (copy.users === 0) {
        // What can't be deleted goes with the page.
        copy.deleted = ofPage.then((page) => copies.delete(page, name)).catch(() => undefined);
        await copy.deleted;
      }
      throw error;
    } finally {
      later(prepareAfterMs, prepare);
    }
  };

  return {
    prepare,
    open: (recording, watch) =>
      withCopy(recording.id, watch, (calls, page, progress) =>
        calls.call('open', [recording, page, progress, watch?.originals]),
      ),
    cutPlaces: (recording) => oneTask(start, (calls) => calls.call('cutPlaces', [recording])),
    cut: (recording, parts, names, precision) =>
      oneTask(start, (calls) => calls.call('cut', [recording, parts, names, precision])),
    openJoined(recording, watch) {
      // It is no recording yet, so its copy has a name of its own.
      const name = crypto.randomUUID();
      return withCopy(name, watch, (calls, page, progress) =>
        calls.call('openJoined', [recording, page, name, progress]),
      );
    },
    openPieces: (recording) => oneTask(start, (calls) => calls.call('openPieces', [recording])),
    timeline: (recording) => oneTask(start, (calls) => calls.call('timeline', [recording])),
    inspect: (recordings, inspected, signal) =>
      oneTask(start, (calls) => calls.call('inspect', [recordings, inspected]), signal),
  };
}
