import { type LaunchOptions, launchBrowser, type TestBrowser } from './browser';
import { extensionUrl, pages } from './extension';
import { findOffscreen } from './offscreen';
import { findServiceWorker } from './service-worker';
import { readSnapshot } from './session';
import { resizeWindow } from './tabs';
import { closeTarget, findTarget } from './targets';

/** A browser that several tests share. */
export interface SharedBrowser {
  /** The browser of an earlier test, if it was launched with the same options; otherwise a new one takes its place. */
  open(options: LaunchOptions): Promise<TestBrowser>;
  /** Resets it for the next test. */
  reset(): Promise<void>;
  close(): Promise<void>;
}

/** Holds one browser at a time, none at first. */
export function createSharedBrowser(): SharedBrowser {
  let current: { readonly options: LaunchOptions; readonly browser: TestBrowser } | undefined;
  const close = async () => {
    const last = current;
    current = undefined;
    await last?.browser.dispose();
  };
  return {
    async open(options) {
      if (current !== undefined && JSON.stringify(current.options) === JSON.stringify(options))
        return current.browser;
      await close();
      const browser = await launchBrowser(options);
      current = { options, browser };
      return browser;
    },
    async reset() {
      if (current === undefined) return;
      const { browser, options } = current;
      await resetBrowser(browser);
      // A page that was given a viewport has resized its window.
      if (options.windowSize !== undefined) await resizeWindow(browser, browser.probe, ...options.windowSize);
    },
    close,
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
  browser.complaints.length = 0;
}
