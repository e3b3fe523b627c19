import type { TestBrowser } from './browser';

/** What the toolbar button shows. */
export function readBadge(app: TestBrowser): Promise<{ text: string; title: string }> {
  return app.probe.evaluate(async () => ({
    text: await chrome.action.getBadgeText({}),
    title: await chrome.action.getTitle({}),
  }));
}
