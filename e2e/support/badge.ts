import { expect } from '@playwright/test';
import type { TestBrowser } from './browser';
import { often } from './often';

/** What the toolbar button shows. */
export function readBadge(app: TestBrowser): Promise<{ text: string; title: string }> {
  return app.probe.evaluate(async () => ({
    text: await chrome.action.getBadgeText({}),
    title: await chrome.action.getTitle({}),
  }));
}

/** Waits until the toolbar button shows that: the service worker follows the recorder, and a moment later. */
export async function expectBadge(
  app: TestBrowser,
  { text, title }: { readonly text: string; readonly title?: string | RegExp },
): Promise<void> {
  const pattern = title instanceof RegExp ? expect.stringMatching(title) : title;
  const badge = pattern === undefined ? { text } : { text, title: pattern };
  await expect.poll(() => readBadge(app), often).toMatchObject(badge);
}
