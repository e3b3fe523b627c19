import { serveCalls, type WorkerHandlers, type WorkerLike } from '../worker-calls';

/** A worker that runs in the thread of the test, behind a message channel like that of a real one. */
export interface TestWorker extends WorkerLike {
  /** The worker fails to load, or an error escapes it. */
  crash(message: string): void;
  /** An answer can't be deserialized. */
  garble(): void;
  /** Resolves once this many calls have arrived in the worker, and each has begun that may. */
  received(calls: number): Promise<void>;
  readonly isTerminated: boolean;
}

/** Starts a worker that answers with these handlers. */
export function startTestWorker(
  handlers: WorkerHandlers,
  explain?: Parameters<typeof serveCalls>[1],
): TestWorker {
  const { port1: outside, port2: inside } = new MessageChannel();
  const events = new EventTarget();
  let isTerminated = false;
  outside.onmessage = ({ data }: MessageEvent<unknown>) => {
    if (!isTerminated) events.dispatchEvent(new MessageEvent('message', { data }));
  };
  let arrived = 0;
  const arrivals = new EventTarget();
  inside.addEventListener('message', () => {
    arrived += 1;
    arrivals.dispatchEvent(new Event('arrival'));
  });
  serveCalls(handlers, explain, inside);
  return {
    addEventListener: events.addEventListener.bind(events),
    removeEventListener: events.removeEventListener.bind(events),
    postMessage: (message: unknown, moved: Transferable[] = []) => outside.postMessage(message, moved),
    crash(message) {
      events.dispatchEvent(Object.assign(new Event('error'), { message }));
    },
    garble() {
      events.dispatchEvent(new MessageEvent('messageerror'));
    },
    terminate() {
      isTerminated = true;
      outside.close();
      inside.close();
    },
    async received(calls) {
      while (arrived < calls) {
        await new Promise((resolve) => arrivals.addEventListener('arrival', resolve, { once: true }));
      }
      // What has arrived begins in microtasks.
      await new Promise((resolve) => setTimeout(resolve));
    },
    get isTerminated() {
      return isTerminated;
    },
  };
}
