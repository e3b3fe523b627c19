import { browser } from './browser';

/** Whether we may open the browser's settings: Firefox lets no extension open its `about:` pages. */
export function canOpenPermissionSettings(): boolean {
  return browser.runtime.getURL('').startsWith('chrome-extension:');
}

/** Opens the browser's settings page for the permissions of Timeslice, in a new tab. */
export async function openPermissionSettings(): Promise<void> {
  const site = encodeURIComponent(browser.runtime.getURL('').replace(/\/$/, ''));
  await browser.tabs.create({ url: `chrome://settings/content/siteDetails?site=${site}` });
}
