import { expect } from '@playwright/test';
import type { TestBrowser } from './browser';
import { extensionId } from './extension';
import { often } from './often';
import { closeTarget, listTargets, type Target } from './targets';

/** The service worker, if it is running. */
export async function findServiceWorker(browser: TestBrowser): Promise<Target | undefined> {
  const origin = `chrome-extension://${extensionId}/`;
  const targets = await listTargets(browser.cdp);
  return targets.find((target) => target.type === 'service_worker' && target.url.startsWith(origin));
}

/** Kills the service worker, as the browser may at any time, and waits until it is gone. */
export async function killServiceWorker(browser: TestBrowser): Promise<void> {
  const worker = await findServiceWorker(browser);
  if (worker === undefined) throw new Error('The service worker does not run');
  await closeTarget(browser.cdp, worker);
}

/** Resolves once the browser knows that the service worker has ended; another may run by then. */
export async function untilGone(browser: TestBrowser, worker: Target): Promise<void> {
  await expect
    .poll(async () => (await findServiceWorker(browser))?.targetId, {
      message: 'the service worker is gone',
      ...often,
    })
    .not.toBe(worker.targetId);
}
