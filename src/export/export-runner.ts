import { FailureError, toFailure } from '../domain/failure';
import { type Later, later } from '../domain/watch';
import { openCalls, type WorkerLike } from '../messaging/worker-calls';
import type { ExportHandlers, ExportProgress, ExportTask } from './export-worker';

/** Makes one export in a worker. */
export interface ExportRunner {
  /**
   * Resolves once the file is complete.
   *
   * @param signal ends it; the file is then given up
   * @throws FailureError what the worker failed with; `export-failed` if it did not load, or crashed
   * @throws DOMException an `AbortError` once it has ended
   */
  run(task: ExportTask, report: (progress: ExportProgress) => void, signal: AbortSignal): Promise<void>;
}

/** What a runner needs from the browser. */
export interface ExportRunnerDeps {
  readonly startWorker: () => WorkerLike;
  readonly later: Later;
}

const browserDeps: ExportRunnerDeps = {
  startWorker: () => new Worker(new URL('./export-worker.ts', import.meta.url), { type: 'module' }),
  later,
};

/** How long a canceled worker may take to give the file up, in ms. */
const patienceMs = 5000;

/** A runner that starts a worker for each export, so that its memory is free again at once. */
export function createExportRunner({ startWorker, later }: ExportRunnerDeps = browserDeps): ExportRunner {
  return {
    async run(task, report, signal) {
      signal.throwIfAborted();
      const calls = openCalls<ExportHandlers>(startWorker());
      // It may be stuck in a decoder.
      const abort = () => later(patienceMs, () => calls.close(signal.reason));
      signal.addEventListener('abort', abort);
      try {
        await calls.call('run', [
          task,
          (progress) => {
            if (!signal.aborted) report(progress);
            return !signal.aborted;
          },
        ]);
      } catch (error) {
        signal.throwIfAborted();
        throw asExportError(error);
      } finally {
        signal.removeEventListener('abort', abort);
        calls.close();
      }
    },
  };
}

/** A worker that did not load, or crashed, says nothing about the storage. */
function asExportError(error: unknown): FailureError {
  return error instanceof FailureError ? error : new FailureError('export-failed', toFailure(error).detail);
}
