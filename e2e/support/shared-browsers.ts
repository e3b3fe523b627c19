import { databaseCreated, type LaunchOptions, launchBrowser, type TestBrowser } from './browser';
import { extensionUrl, pages } from './extension';
import { findOffscreen } from './offscreen';
import { findServiceWorker } from './service-worker';
import { readSnapshot } from './session';
import { resizeWindow } from './tabs';
import { closeTarget, findTarget } from './targets';

/** Browsers that several tests share. */
export interface SharedBrowsers {
  /** The browser of an earlier test, if it was launched with the same options; otherwise a new one. */
  open(options: LaunchOptions): Promise<TestBrowser>;
  /** Resets the one with these options for the next test. */
  reset(options: LaunchOptions): Promise<void>;
  close(): Promise<void>;
}

/** An idle browser takes memory, but hardly any of the processor's time; launching one does. */
const mostBrowsers = 4;

/** Holds a few browsers, the one that was used last at the end. */
export function createSharedBrowsers(): SharedBrowsers {
  const browsers = new Map<string, TestBrowser>();
  return {
    async open(options) {
      const key = JSON.stringify(options);
      const known = browsers.get(key);
      browsers.delete(key);
      const [oldest] = browsers;
      if (known === undefined && oldest !== undefined && browsers.size === mostBrowsers) {
        browsers.delete(oldest[0]);
        await oldest[1].dispose();
      }
      const browser = known ?? (await launchBrowser(options));
      browsers.set(key, browser);
      return browser;
    },
    async reset(options) {
      const browser = browsers.get(JSON.stringify(options));
      if (browser === undefined) return;
      await resetBrowser(browser);
      // A page that was given a viewport has resized its window.
      if (options.windowSize !== undefined) await resizeWindow(browser, browser.probe, ...options.windowSize);
    },
    async close() {
      for (const browser of browsers.values()) await browser.dispose();
      browsers.clear();
    },
  };
}

/** Ends every context of the extension and deletes everything it has stored. Permissions stay. */
async function resetBrowser(browser: TestBrowser): Promise<void> {
  const { context, cdp, probe } = browser;
  const popup = await findTarget(cdp, 'page', extensionUrl(pages.popup));
  if (popup !== undefined) await closeTarget(cdp, popup);
  for (const page of context.pages()) if (page !== probe) await page.close();
  const recorder = await findOffscreen(browser);
  if (recorder !== undefined) await closeTarget(cdp, recorder);
  await probe.goto(extensionUrl('manifest.json'));
  const session = await context.newCDPSession(probe);
  const storageTypes = 'file_systems,indexeddb,local_storage,cache_storage';
  // A closed page may wake a service worker, which then remembers what is deleted here.
  for (let worker = await findServiceWorker(browser); ; worker = await findServiceWorker(browser)) {
    if (worker !== undefined) await closeTarget(cdp, worker);
    await session.send('Storage.clearDataForOrigin', { origin: extensionUrl(''), storageTypes });
    await probe.evaluate(() => Promise.all([chrome.storage.local.clear(), chrome.storage.session.clear()]));
    if ((await findServiceWorker(browser)) === undefined) break;
  }
  await session.detach();
  // The service worker restarts.
  await readSnapshot(browser);
  await databaseCreated(probe);
  browser.complaints.length = 0;
}
