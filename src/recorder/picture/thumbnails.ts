import { thumbnailRequestChannel } from '../../messaging/channels';
import { openCalls, type WorkerCalls, type WorkerLike } from '../../messaging/worker-calls';
import { framesOf } from '../sources/breakout-box';
import type { ThumbnailHandlers } from './thumbnail-worker';

/** What thumbnails need from outside. */
export interface ThumbnailDeps {
  /** Calls back whenever a page requests a thumbnail. @returns stops it */
  readonly onRequest: (listener: () => void) => () => void;
  readonly startWorker: () => WorkerLike;
  readonly framesOf: typeof framesOf;
}

const browserDeps: ThumbnailDeps = {
  onRequest: thumbnailRequestChannel.listen,
  startWorker: () => new Worker(new URL('./thumbnail-worker.ts', import.meta.url), { type: 'module' }),
  framesOf,
};

/** How long to wait for a frame, in ms: a source may have none to send. */
const frameLimitMs = 5000;

/** Thumbnails of the video that is recorded. */
export interface Thumbnails {
  /** Makes one to be kept; `undefined` if the video has none to give. @param side the longer one, in px */
  keep(side: number): Promise<Blob | undefined>;
  stop(): void;
}

/**
 * Makes a thumbnail of the video whenever a page requests one, in a worker that sends it to the pages. The worker
 * starts with the first request, and the track is read only while a thumbnail is being made.
 */
export function serveThumbnails(track: MediaStreamTrack, deps: ThumbnailDeps = browserDeps): Thumbnails {
  let calls: WorkerCalls<ThumbnailHandlers> | undefined;
  let copy: MediaStreamTrack | undefined;
  /** The thumbnail that is being made. */
  let making: Promise<unknown> = Promise.resolve();

  const release = () => {
    copy?.stop();
    copy = undefined;
  };
  const make = (side?: number): Promise<Blob | undefined> => {
    if (track.readyState !== 'live') return Promise.resolve(undefined);
    try {
      return begin(side);
    } catch {
      // The next one must not wait for this one.
      release();
      return Promise.resolve(undefined);
    }
  };
  const begin = (side?: number): Promise<Blob | undefined> => {
    copy = track.clone();
    const frames = deps.framesOf(copy, 1);
    calls ??= openCalls<ThumbnailHandlers>(deps.startWorker());
    const options = { transfer: [frames], patienceMs: frameLimitMs };
    const made = (
      side === undefined ? calls.call('take', [frames], options) : calls.call('keep', [frames, side], options)
    )
      .then((picture) => picture ?? undefined)
      .catch(() => {
        // A worker that failed, or still waits for a frame, would hold up the next request.
        calls?.close();
        calls = undefined;
        return undefined;
      })
      .finally(release);
    making = made;
    return made;
  };

  const stopListening = deps.onRequest(() => {
    if (copy === undefined) void make();
  });
  return {
    async keep(side) {
      while (copy !== undefined) await making;
      return make(side);
    },
    stop() {
      stopListening();
      release();
      calls?.close();
    },
  };
}
