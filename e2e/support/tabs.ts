import type { Page } from '@playwright/test';
import type { TestBrowser } from './browser';

/** The extension's reference to a tab. */
export interface TabId {
  readonly id: number;
  readonly windowId: number;
}

/** The tab that is in front. */
export function frontTab(app: TestBrowser): Promise<TabId> {
  return app.probe.evaluate(async () => {
    const [tab] = await chrome.tabs.query({ active: true });
    if (tab?.id === undefined) throw new Error('No tab is in front');
    return { id: tab.id, windowId: tab.windowId };
  });
}

/** Sets the size of the tab's window, in CSS px. */
export async function resizeWindow(
  app: TestBrowser,
  tab: Page,
  width: number,
  height: number,
): Promise<void> {
  const session = await app.context.newCDPSession(tab);
  const { windowId } = await session.send('Browser.getWindowForTarget');
  await session.send('Browser.setWindowBounds', { windowId, bounds: { width, height } });
  await session.detach();
}
