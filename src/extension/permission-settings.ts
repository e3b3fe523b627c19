import { browser } from './browser';

/** Opens, in a new tab, the page of the browser's settings where the user decides what Timeslice may use. */
export async function openPermissionSettings(): Promise<void> {
  const site = encodeURIComponent(browser.runtime.getURL('').replace(/\/$/, ''));
  await browser.tabs.create({ url: `chrome://settings/content/siteDetails?site=${site}` });
}
