import { expect, type Locator, type Page, test } from '@playwright/test';
import type { Recording } from '../../src/domain/recording';
import type { TestBrowser } from './browser';
import { readRecordings } from './database';
import { extensionUrl, pages } from './extension';
import { often } from './often';
import { ask, waitForState } from './session';
import { sentence } from './texts';

/** Opens the library in a new tab. @param prepare called with the empty tab */
export async function openLibrary(
  browser: TestBrowser,
  prepare: (page: Page) => Promise<void> = async () => undefined,
): Promise<Page> {
  const library = await browser.context.newPage();
  await prepare(library);
  await library.goto(extensionUrl(pages.library));
  return library;
}

/** The recordings that the library shows. */
export function articles(library: Page): Locator {
  return library.getByRole('article');
}

/** The name that the library shows of a recording: its date stands beside it. */
export function shownName({ name }: Pick<Recording, 'name'>): string {
  return name.replace(/ \d{4}-\d\d-\d\d \d\d:\d\d$/, '');
}

/** The name of the button, in any language. */
const downloadName = () => {
  const [english, russian] = (['en', 'ru'] as const).map((language) => sentence('download', language).source);
  return new RegExp(`^(?:${english}|${russian})$`);
};

/** Downloads a recording by its button, and returns where the file is. */
export async function download(library: Page, article: Locator): Promise<{ file: string; name: string }> {
  const [downloaded] = await Promise.all([
    // Finishing the file takes a busy machine a while.
    library.waitForEvent('download', { timeout: 90_000 }),
    article.getByRole('button', { name: downloadName() }).click(),
  ]);
  const name = downloaded.suggestedFilename();
  const file = test.info().outputPath(name);
  await downloaded.saveAs(file);
  return { file, name };
}

/** Stops without the popup, and downloads what was recorded, which the library shows first. */
export async function stopAndDownload(
  browser: TestBrowser,
): Promise<{ recording: Recording | undefined; file: string }> {
  expect(await ask(browser, { to: 'background', name: 'stop' })).toMatchObject({ ok: true });
  await waitForState(browser, 'inactive');
  const recording = (await readRecordings(browser.probe)).at(-1);
  const library = await openLibrary(browser);
  const { file } = await download(library, articles(library).first());
  await library.close();
  return { recording, file };
}

/** Downloads the only recording from a library that is opened for it. */
export async function downloadOnly(browser: TestBrowser): Promise<string> {
  const library = await openLibrary(browser);
  const { file } = await download(library, articles(library));
  await library.close();
  return file;
}

/** It has a thumbnail, which shows something of the page. */
export async function expectPicture(article: Locator): Promise<void> {
  const colors = () =>
    article.locator('img').evaluate(async (image: HTMLImageElement) => {
      // Another picture may take its place meanwhile: the next look sees that.
      await image.decode().catch(() => undefined);
      if (image.naturalWidth === 0) return 0;
      const canvas = new OffscreenCanvas(image.naturalWidth, image.naturalHeight);
      const context = canvas.getContext('2d') as OffscreenCanvasRenderingContext2D;
      context.drawImage(image, 0, 0);
      return new Set(new Uint32Array(context.getImageData(0, 0, canvas.width, canvas.height).data.buffer))
        .size;
    });
  await expect.poll(colors, often).toBeGreaterThan(2);
}
