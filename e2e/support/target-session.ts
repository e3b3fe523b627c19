import type { CDPSession } from '@playwright/test';
import { send } from './targets';

/** A session with one target, through the session of the browser or of its parent target. */
interface TargetSession {
  send(method: string, params?: object): Promise<unknown>;
  on(event: string, listener: (params: unknown) => void): void;
}

interface Message {
  readonly id?: number;
  readonly result?: unknown;
  readonly error?: { readonly message: string };
  readonly method?: string;
  readonly params?: unknown;
}

interface Received {
  readonly sessionId: string;
  readonly message: string;
}

let lastId = 0;

/** Attaches to a target that Playwright has no object for. */
export async function attachTo(
  cdp: CDPSession,
  targetId: string,
): Promise<TargetSession & { detach(): Promise<void> }> {
  const attached = await send(cdp, 'Target.attachToTarget', { targetId, flatten: false });
  const { sessionId } = attached as { sessionId: string };
  let receive: (params: unknown) => void = () => undefined;
  const carrier: TargetSession = {
    send: (method, params) => send(cdp, method, params),
    on: (event, listener) => {
      receive = listener;
      cdp.on(event as 'Target.receivedMessageFromTarget', listener);
    },
  };
  return {
    ...speak(carrier, sessionId),
    async detach() {
      cdp.off('Target.receivedMessageFromTarget', receive);
      // It may be gone already.
      await cdp.send('Target.detachFromTarget', { sessionId }).catch(() => undefined);
    },
  };
}

/** Talks to the target of a session without `flatten`. */
function speak(carrier: TargetSession, sessionId: string): TargetSession {
  const waiting = new Map<number, { resolve(result: unknown): void; reject(error: Error): void }>();
  const listeners: { readonly event: string; readonly listener: (params: unknown) => void }[] = [];
  carrier.on('Target.receivedMessageFromTarget', (received) => {
    const event = received as Received;
    if (event.sessionId !== sessionId) return;
    const { id, result, error, method, params } = JSON.parse(event.message) as Message;
    for (const { event: wanted, listener } of listeners) if (wanted === method) listener(params);
    if (id === undefined) return;
    if (error === undefined) waiting.get(id)?.resolve(result);
    else waiting.get(id)?.reject(new Error(error.message));
    waiting.delete(id);
  });
  return {
    send: (method, params = {}) =>
      new Promise((resolve, reject) => {
        lastId += 1;
        waiting.set(lastId, { resolve, reject });
        const message = JSON.stringify({ id: lastId, method, params });
        carrier.send('Target.sendMessageToTarget', { sessionId, message }).catch(reject);
      }),
    on: (event, listener) => void listeners.push({ event, listener }),
  };
}

interface Evaluated {
  readonly result: { readonly value?: unknown };
  readonly exceptionDetails?: {
    readonly text: string;
    readonly exception?: { readonly description?: string };
  };
}

async function evaluate(session: TargetSession, expression: string): Promise<unknown> {
  const params = { expression, awaitPromise: true, returnByValue: true };
  const { result, exceptionDetails } = (await session.send('Runtime.evaluate', params)) as Evaluated;
  if (exceptionDetails !== undefined) {
    throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
  }
  return result.value;
}

/**
 * Evaluates an expression in a target, and resolves to its value, awaited and copied as JSON. Detaches
 * afterwards, so that no debugger keeps the target alive.
 *
 * @throws Error if the expression throws
 */
export async function evaluateIn(cdp: CDPSession, targetId: string, expression: string): Promise<unknown> {
  const session = await attachTo(cdp, targetId);
  try {
    return await evaluate(session, expression);
  } finally {
    await session.detach();
  }
}

/** Evaluates an expression in each dedicated worker of a document, and resolves to their values. */
export async function evaluateInWorkersOf(
  cdp: CDPSession,
  targetId: string,
  expression: string,
): Promise<unknown[]> {
  const session = await attachTo(cdp, targetId);
  try {
    const workers = await attachToWorkers(session);
    return await Promise.all(workers.map((worker) => evaluate(worker, expression)));
  } finally {
    await session.detach();
  }
}

/** What stops a worker at a `debugger` statement. */
export interface Halt {
  /** Resolves once a worker stands still there, its event loop included. */
  readonly halted: Promise<void>;
  /** Lets it continue. */
  goOn(): Promise<void>;
}

/**
 * Evaluates an expression in each dedicated worker that a document has or will start, there before any message: the
 * first that comes to a `debugger` statement stands still.
 *
 * @param name a part of the address of those workers; the others go on
 */
export async function haltInWorkersOf(
  cdp: CDPSession,
  targetId: string,
  expression: string,
  name = '',
): Promise<Halt> {
  const session = await attachTo(cdp, targetId);
  const preparing: Promise<unknown>[] = [];
  /** By session: ends the wait for a worker that has ended, which never answers. */
  const endings = new Map<string, () => void>();
  session.on('Target.detachedFromTarget', (params) => endings.get((params as Detached).sessionId)?.());
  let isHolding = false;
  const halted = new Promise<void>((resolve) => {
    session.on('Target.attachedToTarget', (params) => {
      const { sessionId, targetInfo } = params as Attached;
      if (targetInfo.type !== 'worker') return;
      const worker = speak(session, sessionId);
      worker.on('Debugger.paused', () => resolve());
      const isHeld = isHolding;
      const ended = new Promise<void>((resolve) => endings.set(sessionId, resolve));
      const isMeant = targetInfo.url.includes(name);
      const prepared = (isMeant ? prepare(worker, expression) : goOn(worker)).catch(ignore);
      const ready = Promise.race([prepared, ended]);
      const sent = ready.then(() => (isHeld ? evaluate(session, 'sendHeld()').catch(ignore) : undefined));
      if (isMeant) preparing.push(sent);
    });
  });
  const options = { autoAttach: true, waitForDebuggerOnStart: true, flatten: false };
  await session.send('Target.setAutoAttach', options);
  await Promise.all(preparing);
  isHolding = true;
  await evaluate(session, holdMessages);
  return {
    halted,
    async goOn() {
      await evaluate(session, 'holdNoMore()');
      await session.detach();
    },
  };
}

/** A worker that ends meanwhile is not the one to halt, and a browser may be killed by then. */
function ignore(): void {}

interface Attached {
  readonly sessionId: string;
  readonly targetInfo: { readonly type: string; readonly url: string };
}

interface Detached {
  readonly sessionId: string;
}

/**
 * Holds what the document sends to each worker that it starts, until `sendHeld()` is called for that worker; they come in
 * the order in which they are started. Playwright has its own debugger for each, which doesn't wait for ours.
 */
const holdMessages = `(() => {
  const Original = Worker;
  const held = [];
  globalThis.Worker = class extends Original {
    #prepared = new Promise((resolve) => held.push(resolve));
    postMessage(...args) {
      void this.#prepared.then(() => super.postMessage(...args));
    }
  };
  globalThis.sendHeld = () => held.shift()?.();
  globalThis.holdNoMore = () => {
    globalThis.Worker = Original;
    while (held.length > 0) sendHeld();
  };
})()`;

/** A worker that waits for its debugger lacks some interfaces until its script runs, which listens for messages first. */
async function prepare(worker: TargetSession, expression: string): Promise<void> {
  await worker.send('Debugger.enable');
  await evaluate(
    worker,
    `{
      const act = () => ${expression};
      try {
        act();
      } catch {
        const { addEventListener } = EventTarget.prototype;
        EventTarget.prototype.addEventListener = function (...args) {
          EventTarget.prototype.addEventListener = addEventListener;
          act();
          return addEventListener.apply(this, args);
        };
      }
    }`,
  );
  await goOn(worker);
}

async function goOn(worker: TargetSession): Promise<void> {
  await worker.send('Runtime.runIfWaitingForDebugger');
}

async function attachToWorkers(session: TargetSession): Promise<TargetSession[]> {
  const workers: TargetSession[] = [];
  session.on('Target.attachedToTarget', (params) => {
    workers.push(speak(session, (params as { sessionId: string }).sessionId));
  });
  const options = { autoAttach: true, waitForDebuggerOnStart: false, flatten: false };
  // Answers once it has attached to all existing ones.
  await session.send('Target.setAutoAttach', options);
  return workers;
}

/**
 * What the scripts of a document and its dedicated workers hold, in bytes, after garbage collection: their heaps, and
 * their buffers outside of them.
 */
export async function measureScripts(cdp: CDPSession, targetId: string): Promise<number> {
  const session = await attachTo(cdp, targetId);
  try {
    let bytes = 0;
    for (const one of [session, ...(await attachToWorkers(session))]) {
      await one.send('HeapProfiler.collectGarbage');
      const usage = (await one.send('Runtime.getHeapUsage')) as {
        usedSize: number;
        backingStorageSize: number;
      };
      bytes += usage.usedSize + usage.backingStorageSize;
    }
    return bytes;
  } finally {
    await session.detach();
  }
}
