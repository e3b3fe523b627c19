import { type LaunchOptions, launchBrowser, type TestBrowser } from './browser';
import { extensionUrl, pages } from './extension';
import { findOffscreen } from './offscreen';
import { findServiceWorker } from './service-worker';
import { readSnapshot } from './session';
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
  let current: { readonly key: string; readonly browser: TestBrowser } | undefined;
  const close = async () => {
    const last = current;
    current = undefined;
    await last?.browser.dispose();
  };
  return {
    async open(options) {
      const key = JSON.stringify(options);
      if (current?.key !== key) {
        await close();
        current = { key, browser: await launchBrowser(options) };
      }
      return current.browser;
    },
    async reset() {
      if (current !== undefined) await resetBrowser(current.browser);
    },
    close,
  };
}

/** Ends every context of the extension and deletes everything it has stored. Permissions and windows stay. */
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
