import type { Recording } from '../domain/recording';
import { oneTask, openCalls, type WorkerCalls, type WorkerLike } from '../messaging/worker-calls';
import type { PeaksHandlers } from './peaks-worker';

/**
 * Measures the peaks of a recording in a worker, and keeps them for the next time; see `files/measure-peaks`.
 *
 * @param signal ends the worker at once
 * @throws FailureError if the recording can't be read or decoded
 * @throws DOMException if the worker failed, or the signal's reason
 */
export function measureRecording(
  recording: Recording,
  signal: AbortSignal,
  startWorker: () => WorkerLike = startPeaksWorker,
): Promise<Uint8Array> {
  return measure(signal, startWorker, (calls) => calls.call('measure', [recording]));
}

/**
 * Measures the peaks of a file that isn't in the library.
 *
 * @param signal ends the worker at once
 * @throws FailureError if it can't be decoded
 * @throws DOMException if the worker failed, or the signal's reason
 */
export function measureFile(file: Blob, signal: AbortSignal): Promise<Uint8Array> {
  return measure(signal, startPeaksWorker, (calls) => calls.call('measureFile', [file]));
}

function measure(
  signal: AbortSignal,
  startWorker: () => WorkerLike,
  task: (calls: WorkerCalls<PeaksHandlers>) => Promise<Uint8Array>,
): Promise<Uint8Array> {
  return oneTask(() => openCalls<PeaksHandlers>(startWorker()), task, signal);
}

function startPeaksWorker(): WorkerLike {
  return new Worker(new URL('./peaks-worker.ts', import.meta.url), { type: 'module' });
}
