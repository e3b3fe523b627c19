import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { expect, type Page } from '@playwright/test';
import type { TestBrowser } from '../e2e/support/browser';
import { isPopupOpen, openPopup } from '../e2e/support/popup';

/** Starts a recording by the open popup, and waits until the first slice is on disk. */
export async function startRecording(popup: Page): Promise<void> {
  await popup.getByRole('button', { name: 'Start recording' }).click();
  await expect(popup.getByText(/Safe on disk/)).toBeVisible({ timeout: 15_000 });
}

/** Stops the recording by the popup, which is opened again where it closed, and waits for its end. */
export async function stopRecording(browser: TestBrowser, page: Page, open?: Page): Promise<void> {
  const popup = open !== undefined && (await isPopupOpen(browser)) ? open : await openPopup(browser, page);
  await popup.getByRole('button', { name: 'Stop', exact: true }).click();
  await expect(popup.getByRole('button', { name: 'Start recording' })).toBeVisible({ timeout: 15_000 });
}

/** Downloads the newest recording by the library page, and returns the path of the file. */
export async function downloadNewest(library: Page, folder: string): Promise<string> {
  const downloading = library.waitForEvent('download');
  await library.getByRole('article').first().getByRole('button', { name: 'Download' }).click();
  const download = await downloading;
  mkdirSync(folder, { recursive: true });
  const file = path.join(folder, download.suggestedFilename());
  await download.saveAs(file);
  return file;
}
