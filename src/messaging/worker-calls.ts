import { type Endpoint, expose, transfer, wrap } from 'comlink';
import { type Failure, FailureError, isFailure, ok, type Result, toFailure } from '../domain/failure';
import { createMutex } from './mutex';

/** What a worker answers, by name. */
export type WorkerHandlers = {
  // biome-ignore lint/suspicious/noExplicitAny: only `any` accepts functions of every signature
  readonly [name in string]: (...args: any[]) => unknown;
};

type Args<H extends WorkerHandlers, N extends keyof H> = Parameters<H[N]>;
type Value<H extends WorkerHandlers, N extends keyof H> = Awaited<ReturnType<H[N]>>;

/** The part of `Worker` that calls need; a `MessagePort` has most of it. */
export interface WorkerLike extends Endpoint {
  terminate(): void;
}

/** How a call is made. */
export interface CallSettings {
  /** How long to wait for the answer, in ms; without it, for ever. */
  readonly patienceMs?: number;
  /** Buffers, streams and the like that move to the worker instead of being copied. */
  readonly transfer?: readonly Transferable[];
}

/** The calls to one worker. */
export interface WorkerCalls<H extends WorkerHandlers> {
  /**
   * Calls the worker. Calls are answered one after another, in order.
   *
   * @throws FailureError what the handler failed with, its code included
   * @throws DOMException `OperationError` if the worker did not load or crashed, `TimeoutError` after
   *   `patienceMs`, or what {@link close} was given
   */
  call<N extends keyof H & string>(name: N, args: Args<H, N>, settings?: CallSettings): Promise<Value<H, N>>;
  /** Rejects with an `OperationError` once the worker did not load or crashed; never resolves. */
  readonly broken: Promise<never>;
  /** Ends the worker. @param reason what calls reject with that still wait; an `AbortError` by default */
  close(reason?: unknown): void;
}

/**
 * Answers the calls to this worker, one after another. What a handler throws is sent as a {@link Failure}, so that its
 * code survives.
 *
 * @param explain turns what a handler threw into a failure
 */
export function serveCalls(
  handlers: WorkerHandlers,
  explain: (error: unknown) => Failure = toFailure,
  endpoint?: Endpoint,
): void {
  const inTurn = createMutex();
  const answering = Object.entries(handlers).map(([name, handler]) => [
    name,
    (...args: unknown[]): Promise<Result<unknown>> =>
      inTurn(async () => {
        try {
          return ok(await handler(...args));
        } catch (error) {
          return { ok: false, failure: explain(error) };
        }
      }),
  ]);
  expose(Object.fromEntries(answering), endpoint);
}

/** Opens the calls to a worker that runs {@link serveCalls}. */
export function openCalls<H extends WorkerHandlers>(worker: WorkerLike): WorkerCalls<H> {
  const remote = wrap<Record<string, (...args: unknown[]) => Promise<unknown>>>(worker);
  let stop: (reason: unknown) => void = () => undefined;
  const stopped = new Promise<never>((_resolve, reject) => {
    stop = reject;
  });
  // Not every call is waited for when the worker ends.
  stopped.catch(() => undefined);
  const broken = new Promise<never>((_resolve, reject) => {
    // It could not be loaded, or failed where nobody expected it: it will not answer any more.
    worker.addEventListener('error', (event) => {
      const error = new DOMException((event as ErrorEvent).message, 'OperationError');
      reject(error);
      stop(error);
    });
  });
  broken.catch(() => undefined);

  return {
    broken,
    async call(name, args, { patienceMs, transfer: moved = [] } = {}) {
      const [first, ...rest] = args as unknown[];
      const sent = moved.length === 0 ? [first, ...rest] : [transfer(first, [...moved]), ...rest];
      const answer = await inTime(Promise.race([stopped, remote[name]?.(...sent)]), name, patienceMs);
      return unwrap(answer) as never;
    },
    close(reason: unknown = new DOMException('The worker was ended', 'AbortError')) {
      worker.terminate();
      stop(reason);
    },
  };
}

function unwrap(answer: unknown): unknown {
  const { ok: isOk, value, failure } = answer as { ok?: unknown; value?: unknown; failure?: unknown };
  if (isOk === true) return value;
  if (isFailure(failure)) throw new FailureError(failure.code, failure.detail);
  throw new DOMException('The worker answered with something else', 'DataError');
}

function inTime<T>(answer: Promise<T>, name: string, patienceMs: number | undefined): Promise<T> {
  if (patienceMs === undefined) return answer;
  return new Promise((resolve, reject) => {
    const timer = setTimeout(
      () => reject(new DOMException(`No answer to ${name}`, 'TimeoutError')),
      patienceMs,
    );
    answer.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
