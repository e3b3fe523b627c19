import { mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, type Page } from '@playwright/test';
import type { TestBrowser } from '../e2e/support/browser';
import type { Language } from '../e2e/support/language';
import { isPopupOpen, openPopup } from '../e2e/support/popup';
import { readSnapshot, waitForState } from '../e2e/support/session';
import type en from '../src/public/_locales/en/messages.json';

/** Looks up a text of the extension by its message key. */
export type Texts = (key: keyof typeof en) => string;

/** The texts in one language. */
export function textsOf(language: Language): Texts {
  const file = path.join(import.meta.dirname, '..', 'src', 'public', '_locales', language, 'messages.json');
  const messages = JSON.parse(readFileSync(file, 'utf8')) as Record<keyof typeof en, { message: string }>;
  return (key) => messages[key].message;
}

/** Starts a recording from the open popup and waits until the first slice is on disk. */
export async function startRecording(browser: TestBrowser, popup: Page, texts: Texts): Promise<void> {
  await popup.getByRole('button', { name: texts('startRecording'), exact: true }).click();
  await waitForState(browser, 'recording');
  await expect.poll(async () => (await readSnapshot(browser)).progress?.sliceCount).toBeGreaterThan(0);
}

/** Stops the recording from a reopened popup and waits for its end. */
export async function stopRecording(browser: TestBrowser, page: Page, texts: Texts): Promise<void> {
  const popup = await reopenPopup(browser, page);
  await popup.getByRole('button', { name: texts('stop'), exact: true }).click();
  await waitForState(browser, 'inactive');
  await popup.close();
}

/** Reopens the popup. */
export async function reopenPopup(browser: TestBrowser, page: Page): Promise<Page> {
  // Every browser closes the popup when a page comes to the front, but some do so later.
  await page.bringToFront();
  await expect.poll(() => isPopupOpen(browser)).toBe(false);
  return openPopup(browser, page);
}

/** Downloads the newest recording from the library page. @returns the path of the file */
export async function downloadNewest(library: Page, folder: string, texts: Texts): Promise<string> {
  const downloading = library.waitForEvent('download');
  await library
    .getByRole('article')
    .first()
    .getByRole('button', { name: texts('download'), exact: true })
    .click();
  const download = await downloading;
  mkdirSync(folder, { recursive: true });
  const file = path.join(folder, download.suggestedFilename());
  await download.saveAs(file);
  return file;
}
