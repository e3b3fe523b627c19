import { expect, type Page } from '@playwright/test';
import type { TestBrowser } from './browser';
import { extensionId, extensionUrl } from './extension';
import { often } from './often';

/** The part of `chrome.developerPrivate`, an API of `chrome://extensions`, that is used here. */
interface DeveloperPrivate {
  updateProfileConfiguration(change: { inDeveloperMode: boolean }): Promise<void>;
  reload(id: string, options: { failQuietly: boolean }): Promise<void>;
}

/**
 * Opens `chrome://extensions` in developer mode: otherwise, an extension loaded from a folder stays disabled after a
 * reload.
 */
export async function openExtensionsPage(app: TestBrowser): Promise<Page> {
  const page = await app.context.newPage();
  await page.goto('chrome://extensions');
  await page.evaluate(async () => {
    const { developerPrivate } = chrome as unknown as { developerPrivate: DeveloperPrivate };
    await developerPrivate.updateProfileConfiguration({ inDeveloperMode: true });
  });
  return page;
}

/**
 * Reloads the extension as a user does. Its pages close.
 *
 * @returns the browser with a new probe into the extension
 */
export async function reloadExtension(app: TestBrowser, extensions: Page): Promise<TestBrowser> {
  await extensions.evaluate(async (id) => {
    const { developerPrivate } = chrome as unknown as { developerPrivate: DeveloperPrivate };
    await developerPrivate.reload(id, { failQuietly: true });
  }, extensionId);
  return { ...app, probe: await openProbe(app) };
}

/** A new probe into the extension, once it runs again. */
export async function openProbe(app: TestBrowser): Promise<Page> {
  const probe = await app.context.newPage();
  const opens = () =>
    probe.goto(extensionUrl('manifest.json')).then(
      (answer) => answer?.ok(),
      () => false,
    );
  await expect.poll(opens, often).toBe(true);
  return probe;
}
