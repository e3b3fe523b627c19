import type { CDPSession } from '@playwright/test';

/** A target of the DevTools protocol: a page, a tab, a worker, the offscreen document. */
export interface Target {
  readonly targetId: string;
  /** The offscreen document is a `background_page`; a tab is a `tab` with a `page` in it. */
  readonly type: string;
  readonly url: string;
  readonly title: string;
}

/** Sends a command that Playwright's types don't know. */
export function send(cdp: CDPSession, method: string, params: object = {}): Promise<unknown> {
  const untyped = cdp.send.bind(cdp) as unknown as (method: string, params: object) => Promise<unknown>;
  return untyped(method, params);
}

/** Every target of the browser, also those that Playwright hides. */
export async function listTargets(cdp: CDPSession): Promise<Target[]> {
  const { targetInfos } = (await send(cdp, 'Target.getTargets', { filter: [{}] })) as {
    targetInfos: Target[];
  };
  return targetInfos;
}

/** The target of that type and address, if there is one. */
export async function findTarget(cdp: CDPSession, type: string, url: string): Promise<Target | undefined> {
  return (await listTargets(cdp)).find((target) => target.type === type && target.url === url);
}

interface Evaluated {
  readonly result: { readonly value?: unknown };
  readonly exceptionDetails?: {
    readonly text: string;
    readonly exception?: { readonly description?: string };
  };
}

/**
 * Evaluates an expression in a target that Playwright has no object for, and resolves to its value,
 * awaited and copied as JSON. Detaches afterwards, so that no debugger keeps the target alive.
 *
 * @throws Error where the expression throws
 */
export async function evaluateIn(cdp: CDPSession, targetId: string, expression: string): Promise<unknown> {
  const attached = await send(cdp, 'Target.attachToTarget', { targetId, flatten: false });
  const { sessionId } = attached as { sessionId: string };
  const session = attach(cdp, sessionId);
  try {
    const params = { expression, awaitPromise: true, returnByValue: true, userGesture: false };
    const { result, exceptionDetails } = (await session.send('Runtime.evaluate', params)) as Evaluated;
    if (exceptionDetails !== undefined) {
      throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
    }
    return result.value;
  } finally {
    session.leave();
    await cdp.send('Target.detachFromTarget', { sessionId }).catch(() => undefined);
  }
}

/** A session with one target, carried by the browser's own session. */
interface TargetSession {
  send(method: string, params?: object): Promise<unknown>;
  on(event: string, listener: (params: unknown) => void): void;
  /** Stops listening. */
  leave(): void;
}

interface Message {
  readonly id?: number;
  readonly result?: unknown;
  readonly error?: { readonly message: string };
  readonly method?: string;
  readonly params?: unknown;
}

let lastId = 0;

/** Speaks to the target that a session without `flatten` belongs to. */
export function attach(cdp: CDPSession, sessionId: string): TargetSession {
  const waiting = new Map<number, { resolve(result: unknown): void; reject(error: Error): void }>();
  const listeners: { readonly event: string; readonly listener: (params: unknown) => void }[] = [];
  const receive = (event: { sessionId: string; message: string }) => {
    if (event.sessionId !== sessionId) return;
    const { id, result, error, method, params } = JSON.parse(event.message) as Message;
    for (const { event: wanted, listener } of listeners) if (wanted === method) listener(params);
    if (id === undefined) return;
    if (error === undefined) waiting.get(id)?.resolve(result);
    else waiting.get(id)?.reject(new Error(error.message));
    waiting.delete(id);
  };
  cdp.on('Target.receivedMessageFromTarget', receive);
  return {
    send: (method, params = {}) =>
      new Promise((resolve, reject) => {
        lastId += 1;
        waiting.set(lastId, { resolve, reject });
        const message = JSON.stringify({ id: lastId, method, params });
        send(cdp, 'Target.sendMessageToTarget', { sessionId, message }).catch(reject);
      }),
    on: (event, listener) => void listeners.push({ event, listener }),
    leave: () => cdp.off('Target.receivedMessageFromTarget', receive),
  };
}
