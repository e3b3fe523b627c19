import type { FrameDecoder } from '../domain/still-frame';
import { oneTask, openCalls, type WorkerCalls, type WorkerLike } from '../messaging/worker-calls';
import type { FramesHandlers } from './frames-worker';
import type { MadeStoryboard } from './storyboard';

/** How long a frame may take, in ms: then the video is stepped by seeking. */
const patienceMs = 20_000;

/** Decodes single frames of a file in a worker, which is started when the first is asked for. */
export function decodeFrames(media: Blob, startWorker: () => WorkerLike = startFramesWorker): FrameDecoder {
  let calls: WorkerCalls<FramesHandlers> | undefined;
  let opened: Promise<void> | undefined;
  return {
    async beside(time, direction) {
      calls ??= openCalls<FramesHandlers>(startWorker());
      try {
        opened ??= calls.call('open', [media], { patienceMs });
        await opened;
        return await calls.call('beside', [time, direction], { patienceMs });
      } catch (error) {
        // It answers one call after another: the next would only wait behind this one.
        if (error instanceof DOMException && error.name === 'TimeoutError') calls.close(error);
        throw error;
      }
    },
    end: () => calls?.close(),
  };
}

/**
 * A picture of a video, made in a worker of its own; `undefined` if it has none that this browser can decode.
 *
 * @param signal ends it at once
 * @throws FailureError if the file is damaged
 * @throws DOMException if the worker failed or took too long, or the signal's reason
 */
export function posterOf(media: Blob, signal: AbortSignal): Promise<Blob | undefined> {
  const start = () => openCalls<FramesHandlers>(startFramesWorker());
  return oneTask(start, (calls) => calls.call('poster', [media], { patienceMs }), signal);
}

/**
 * Small pictures of a video, made in a worker of its own; see `files/storyboard`.
 *
 * @param signal ends it at once
 * @throws FailureError if the file is damaged
 * @throws DOMException if the worker failed, or the signal's reason
 */
export function makePicturesOf(media: Blob, signal: AbortSignal): Promise<MadeStoryboard> {
  const start = () => openCalls<FramesHandlers>(startFramesWorker());
  return oneTask(start, (calls) => calls.call('storyboard', [media]), signal);
}

function startFramesWorker(): WorkerLike {
  return new Worker(new URL('./frames-worker.ts', import.meta.url), { type: 'module' });
}
