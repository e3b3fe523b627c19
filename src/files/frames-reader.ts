import type { FrameDecoder } from '../domain/still-frame';
import { openCalls, type WorkerCalls, type WorkerLike } from '../messaging/worker-calls';
import type { FramesHandlers } from './frames-worker';

/** Decodes single frames of a file in a worker, which is started when the first is asked for. */
export function decodeFrames(media: Blob, startWorker: () => WorkerLike = startFramesWorker): FrameDecoder {
  let calls: WorkerCalls<FramesHandlers> | undefined;
  let opened: Promise<void> | undefined;
  return {
    async beside(time, direction) {
      calls ??= openCalls<FramesHandlers>(startWorker());
      opened ??= calls.call('open', [media]);
      await opened;
      return calls.call('beside', [time, direction]);
    },
    end: () => calls?.close(),
  };
}

function startFramesWorker(): WorkerLike {
  return new Worker(new URL('./frames-worker.ts', import.meta.url), { type: 'module' });
}
