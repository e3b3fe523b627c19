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

/**
 * Makes a thumbnail of the video whenever a page requests one, in a worker that sends it to the pages. The worker
 * starts with the first request, and the track is read only while a thumbnail is being made.
 *
 * @returns stops it
 */
export function serveThumbnails(track: MediaStreamTrack, deps: ThumbnailDeps = browserDeps): () => void {
  let calls: WorkerCalls<ThumbnailHandlers> | undefined;
  let copy: MediaStreamTrack | undefined;

  const release = () => {
    copy?.stop();
    copy = undefined;
  };
  const take = () => {
    if (copy !== undefined || track.readyState !== 'live') return;
    copy = track.clone();
    const frames = deps.framesOf(copy, 1);
    calls ??= openCalls<ThumbnailHandlers>(deps.startWorker());
    const taking = calls.call('take', [frames], { transfer: [frames], patienceMs: frameLimitMs });
    taking
      .catch(() => {
        // A worker that failed, or still waits for a frame, would hold up the next request.
        calls?.close();
        calls = undefined;
      })
      .finally(release);
  };

  const stopListening = deps.onRequest(take);
  return () => {
    stopListening();
    release();
    calls?.close();
  };
}
