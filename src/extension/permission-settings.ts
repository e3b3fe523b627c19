import { browser } from './browser';

/** Opens the browser's settings page for the permissions of Timeslice, in a new tab. */
export async function openPermissionSettings(): Promise<void> {
  const site = encodeURIComponent(browser.runtime.getURL('').replace(/\/$/, ''));
  await browser.tabs.create({ url: `chrome://settings/content/siteDetails?site=${site}` });
}
