import { serveCalls, type WorkerHandlers, type WorkerLike } from '../worker-calls';

/** A worker that runs in the thread of the test, behind a message channel like that of a real one. */
export interface TestWorker extends WorkerLike {
  /** The worker fails to load, or an error escapes it. */
  crash(message: string): void;
  /** An answer can't be deserialized. */
  garble(): void;
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
    get isTerminated() {
      return isTerminated;
    },
  };
}
