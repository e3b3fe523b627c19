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

interface Reply {
  readonly id: number;
  readonly result?: unknown;
  readonly error?: { readonly message: string };
}

interface Evaluated {
  readonly result: { readonly value?: unknown };
  readonly exceptionDetails?: {
    readonly text: string;
    readonly exception?: { readonly description?: string };
  };
}

let lastId = 0;

/**
 * Evaluates an expression in a target that Playwright has no object for, and resolves to its value,
 * awaited and copied as JSON. Detaches afterwards, so that no debugger keeps the target alive.
 *
 * @throws Error where the expression throws
 */
export async function evaluateIn(cdp: CDPSession, targetId: string, expression: string): Promise<unknown> {
  const attached = await send(cdp, 'Target.attachToTarget', { targetId, flatten: false });
  const { sessionId } = attached as { sessionId: string };
  try {
    const params = { expression, awaitPromise: true, returnByValue: true };
    const { result, exceptionDetails } = (await ask(cdp, sessionId, 'Runtime.evaluate', params)) as Evaluated;
    if (exceptionDetails !== undefined) {
      throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
    }
    return result.value;
  } finally {
    await cdp.send('Target.detachFromTarget', { sessionId }).catch(() => undefined);
  }
}

function ask(cdp: CDPSession, sessionId: string, method: string, params: object): Promise<unknown> {
  const id = ++lastId;
  return new Promise((resolve, reject) => {
    const listen = (event: { sessionId: string; message: string }) => {
      if (event.sessionId !== sessionId) return;
      const reply = JSON.parse(event.message) as Reply;
      if (reply.id !== id) return;
      cdp.off('Target.receivedMessageFromTarget', listen);
      if (reply.error === undefined) resolve(reply.result);
      else reject(new Error(reply.error.message));
    };
    cdp.on('Target.receivedMessageFromTarget', listen);
    const message = JSON.stringify({ id, method, params });
    send(cdp, 'Target.sendMessageToTarget', { sessionId, message }).catch(reject);
  });
}
