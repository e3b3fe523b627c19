import { expect } from '@playwright/test';
import type { TestBrowser } from './browser';
import { extensionUrl, pages } from './extension';
import { often } from './often';
import { evaluateIn } from './target-session';
import { findTarget, type Target } from './targets';

/** The offscreen document, if there is one. */
export function findOffscreen(browser: TestBrowser): Promise<Target | undefined> {
  return findTarget(browser.cdp, 'background_page', extensionUrl(pages.recorder));
}

/** Evaluates an expression in the offscreen document. */
export async function evaluateOffscreen(browser: TestBrowser, expression: string): Promise<unknown> {
  const target = await findOffscreen(browser);
  if (target === undefined) throw new Error('There is no offscreen document');
  return evaluateIn(browser.cdp, target.targetId, expression);
}

/**
 * Creates the offscreen document before the extension needs it, so that a test can observe it from the start.
 */
export async function createOffscreen(browser: TestBrowser): Promise<void> {
  if ((await findOffscreen(browser)) !== undefined) return;
  // At its start the service worker stores a snapshot, and then closes an unused recorder.
  const remembers = () =>
    browser.probe.evaluate(async () => 'snapshot' in (await chrome.storage.session.get()));
  await expect.poll(remembers, { message: 'the service worker has started', ...often }).toBe(true);
  // This closes an unused one in turn, so it is answered once that is done.
  await browser.probe.evaluate(() =>
    chrome.runtime.sendMessage({ to: 'background', name: 'forgetRescue', request: crypto.randomUUID() }),
  );
  await browser.probe.evaluate(async (url) => {
    const contextTypes = [chrome.runtime.ContextType.OFFSCREEN_DOCUMENT];
    if ((await chrome.runtime.getContexts({ contextTypes })).length > 0) return;
    const reasons = [chrome.offscreen.Reason.USER_MEDIA, chrome.offscreen.Reason.DISPLAY_MEDIA];
    await chrome.offscreen.createDocument({ url, reasons, justification: 'test' });
  }, pages.recorder);
}

/** Closes the offscreen document from outside, as a crash would. */
export async function closeOffscreen(browser: TestBrowser): Promise<void> {
  const target = await findOffscreen(browser);
  if (target === undefined) throw new Error('There is no offscreen document');
  await browser.cdp.send('Target.closeTarget', { targetId: target.targetId });
}
