import { type Endpoint, expose, type ProxyMethods, proxy, releaseProxy, transfer, wrap } from 'comlink';
import * as v from 'valibot';
import { type Failure, FailureError, ok, type Result, resultSchema, toFailure } from '../domain/failure';
import { createMutex } from './mutex';

/**
 * What a worker answers, by name. A function among the arguments runs in the page: it must return a promise, which
 * the handler awaits, because calls of it may otherwise arrive after the answer.
 */
export type WorkerHandlers = {
  readonly [name in string]: (...args: never[]) => unknown;
};

/** What the page passes for an argument: a function may also answer without a promise. */
type Sent<T> = T extends (...args: infer A) => Promise<infer R> ? (...args: A) => R | Promise<R> : T;
type SentAll<A extends readonly unknown[]> = { readonly [I in keyof A]: Sent<A[I]> };
type Args<H extends WorkerHandlers, N extends keyof H> = SentAll<Parameters<H[N]>>;
type Value<H extends WorkerHandlers, N extends keyof H> = Awaited<ReturnType<H[N]>>;

/** The part of `Worker` that calls need; a `MessagePort` has most of it. */
export interface WorkerLike extends Endpoint {
  terminate(): void;
}

/** How a call is made. */
export interface CallSettings {
  /** How long to wait for the answer, in ms; without it, forever. */
  readonly patienceMs?: number;
  /** Buffers and streams in the arguments that move to the worker instead of being copied. */
  readonly transfer?: readonly Transferable[];
}

/** The calls to one worker. */
export interface WorkerCalls<H extends WorkerHandlers> {
  /**
   * Calls the worker. Calls are answered one after another, in order.
   *
   * @throws FailureError what the handler failed with, its code included
   * @throws DOMException `OperationError` if the worker did not load or crashed, `TimeoutError` after
   *   `patienceMs`, `DataCloneError` if an argument can't be sent, or the reason given to {@link close}
   */
  call<N extends keyof H & string>(name: N, args: Args<H, N>, settings?: CallSettings): Promise<Value<H, N>>;
  /** Rejects with an `OperationError` once the worker did not load or crashed; never resolves. */
  readonly broken: Promise<never>;
  /** Ends the worker. @param reason what pending and later calls reject with; an `AbortError` by default */
  close(reason?: unknown): void;
}

/**
 * Answers the calls to this worker, one after another. What a handler throws is sent as a {@link Failure}, so that its
 * code survives.
 *
 * @param explain turns what a handler threw into a failure
 * @param moved what of an answer moves to the page instead of being copied
 */
export function serveCalls(
  handlers: WorkerHandlers,
  explain: (error: unknown) => Failure = toFailure,
  endpoint?: Endpoint,
  moved: (answer: unknown) => readonly Transferable[] = () => [],
): void {
  const inTurn = createMutex();
  const answering = Object.entries(handlers).map(([name, handler]) => [
    name,
    (_moved: unknown, ...args: unknown[]): Promise<Result<unknown>> =>
      inTurn(async () => {
        try {
          const answer = await handler(...(args as never[]));
          return transfer(ok(answer), [...moved(answer)]);
        } catch (error) {
          return { ok: false, failure: explain(error) };
        } finally {
          for (const arg of args) if (typeof arg === 'function') release(arg);
        }
      }),
  ]);
  expose(Object.fromEntries(answering), endpoint);
}

/**
 * Makes the calls of one task to a worker, which is ended after it, so that its memory is free again, or at once when a
 * signal aborts.
 *
 * @param start not called if the signal has aborted already
 * @throws what a call throws, or the signal's reason
 */
export async function oneTask<H extends WorkerHandlers, Answer>(
  start: () => WorkerCalls<H>,
  task: (calls: WorkerCalls<H>) => Promise<Answer>,
  signal?: AbortSignal,
): Promise<Answer> {
  signal?.throwIfAborted();
  const calls = start();
  const abort = () => calls.close(signal?.reason);
  signal?.addEventListener('abort', abort);
  try {
    return await task(calls);
  } finally {
    signal?.removeEventListener('abort', abort);
    calls.close();
  }
}

/** Opens the calls to a worker that runs {@link serveCalls}. */
export function openCalls<H extends WorkerHandlers>(worker: WorkerLike): WorkerCalls<H> {
  const remote = wrap<Record<string, (...args: unknown[]) => Promise<unknown>>>(worker);
  const pending = new Set<(reason: unknown) => void>();
  let ended: { readonly reason: unknown } | undefined;
  const end = (reason: unknown) => {
    ended ??= { reason };
    for (const reject of pending) reject(reason);
  };
  const broken = new Promise<never>((_resolve, reject) => {
    const fail = (message: string) => {
      const error = new DOMException(message, 'OperationError');
      reject(error);
      end(error);
    };
    // It did not load, or an error escaped its handlers: it won't answer any more.
    worker.addEventListener('error', (event) => fail((event as ErrorEvent).message));
    worker.addEventListener('messageerror', () => fail('An answer could not be read'));
  });
  // Not every caller waits for it.
  broken.catch(() => undefined);

  return {
    broken,
    call: (name, args, { patienceMs, transfer: moved = [] } = {}) =>
      new Promise((resolve, reject) => {
        if (ended !== undefined) {
          reject(ended.reason);
          return;
        }
        const settled = () => {
          clearTimeout(timer);
          pending.delete(refuse);
        };
        const refuse = (reason: unknown) => {
          settled();
          reject(reason);
        };
        const timer =
          patienceMs === undefined
            ? undefined
            : setTimeout(() => refuse(new DOMException(`No answer to ${name}`, 'TimeoutError')), patienceMs);
        pending.add(refuse);
        // Comlink marks the argument whose buffers are transferred. One more argument carries the mark, so that the caller's
        // objects stay unmarked.
        const answer = remote[name]?.(transfer([], [...moved]), ...args.map(sent));
        Promise.resolve(answer)
          .then(unwrap)
          .then((value) => {
            settled();
            resolve(value as never);
          })
          .catch(refuse);
      }),
    close(reason: unknown = new DOMException('The worker was ended', 'AbortError')) {
      worker.terminate();
      end(reason);
    },
  };
}

/** A function stays here and is called back; everything else is sent. */
function sent(arg: unknown): unknown {
  return typeof arg === 'function' ? proxy((...args: unknown[]) => arg(...args)) : arg;
}

/** Closes the way back to a function in the page. */
function release(callback: unknown): void {
  (callback as ProxyMethods)[releaseProxy]();
}

function unwrap(answer: unknown): unknown {
  const result = v.safeParse(resultSchema, answer);
  if (!result.success) throw new DOMException('The worker answered with something else', 'DataError');
  if (result.output.ok) return result.output.value;
  const { code, detail } = result.output.failure;
  throw new FailureError(code, detail);
}
