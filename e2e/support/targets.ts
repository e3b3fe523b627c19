import { type CDPSession, expect } from '@playwright/test';
import { often } from './often';

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

/** Every target of the browser, including those that Playwright hides. */
export async function listTargets(cdp: CDPSession): Promise<Target[]> {
  const { targetInfos } = (await send(cdp, 'Target.getTargets', { filter: [{}] })) as {
    targetInfos: Target[];
  };
  return targetInfos;
}

/** The target with this type and address, if there is one. */
export async function findTarget(cdp: CDPSession, type: string, url: string): Promise<Target | undefined> {
  return (await listTargets(cdp)).find((target) => target.type === type && target.url === url);
}

/** Closes a target and waits until it is gone; it may be closing at this moment anyway. */
export async function closeTarget(cdp: CDPSession, { targetId }: Target): Promise<void> {
  // A worker that has just started or is about to stop may survive the first attempt.
  const isGone = async () => {
    await cdp.send('Target.closeTarget', { targetId }).catch(() => undefined);
    return (await listTargets(cdp)).every((target) => target.targetId !== targetId);
  };
  await expect.poll(isGone, { message: 'the target is gone', ...often }).toBe(true);
}
