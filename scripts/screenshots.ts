// `npm run screenshots`: takes screenshots of the built extension into docs/screenshots/, in both languages, light and
// dark. It opens the real popup and makes real recordings.

import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { expect, type Page } from '@playwright/test';
import { findSetup, launchBrowser } from '../e2e/support/browser';
import { extensionUrl, pages } from '../e2e/support/extension';
import type { Language } from '../e2e/support/language';
import { openPopup } from '../e2e/support/popup';
import { type DemoServer, serveDemo } from './demo/serve';
import { reopenPopup, startRecording, stopRecording, type Texts, textsOf } from './recording';

/** The recordings to make: the title of the demo page, and the duration in ms. */
const takes: Record<Language, readonly (readonly [title: string, ms: number])[]> = {
  en: [
    ['How a disc is cut into slices', 4000],
    ['Weekly review', 7000],
    ['Lecture 3: Waves', 12_000],
  ],
  ru: [
    ['Как диск режут на дольки', 4000],
    ['Обзор недели', 7000],
    ['Лекция 3. Волны', 12_000],
  ],
};

const folder = path.resolve(import.meta.dirname, '..', 'docs', 'screenshots');
mkdirSync(folder, { recursive: true });
const demo = await serveDemo();
for (const language of ['en', 'ru'] as const) {
  await photographSetup(language);
  await photograph(language, demo);
}
demo.close();

/** As a new user finds it: nothing has been asked yet. */
async function photographSetup(language: Language): Promise<void> {
  const browser = await launchBrowser({
    language,
    permitted: false,
    devices: true,
    setup: true,
    deviceScaleFactor: 2,
    windowSize: [1000, 800],
  });
  try {
    const setup = await findSetup(browser.context);
    await setup.getByRole('button').nth(3).waitFor();
    await both(setup, `setup-${language}`);
  } finally {
    await browser.dispose();
  }
}

async function photograph(language: Language, { url }: DemoServer): Promise<void> {
  const texts = textsOf(language);
  const browser = await launchBrowser({
    language,
    devices: true,
    answers: { microphone: 'allow', camera: 'allow' },
    deviceScaleFactor: 2,
    windowSize: [1000, 800],
  });
  try {
    const page = await browser.context.newPage();
    for (const [index, [title, ms]] of takes[language].entries()) {
      const isLast = index === takes[language].length - 1;
      await page.goto(url({ sound: true, title }));
      const popup = await openPopup(browser, page);
      if (isLast) {
        await popup.getByRole('button', { name: texts('dismiss'), exact: true }).click();
        await popup.getByRole('switch', { name: texts('microphone'), exact: true }).check();
        await waitForBeep(popup, texts);
        await both(popup, `popup-${language}`);
      }
      await startRecording(browser, popup, texts);
      await page.waitForTimeout(ms);
      if (isLast) {
        const reopened = await reopenPopup(browser, page);
        // The thumbnail has a picture, and both levels are there.
        await expect
          .poll(() =>
            reopened
              .getByRole('img', { name: texts('thumbnail') })
              .evaluate((canvas: HTMLCanvasElement) => canvas.width),
          )
          .toBeGreaterThan(16);
        await expect(reopened.getByRole('meter')).toHaveCount(2);
        await both(reopened, `popup-recording-${language}`);
      }
      await stopRecording(browser, page, texts);
      if (isLast) {
        const after = await reopenPopup(browser, page);
        await after.getByRole('img', { name: texts('savedPicture') }).waitFor();
        await both(after, `popup-saved-${language}`);
      }
    }
    const library = await browser.context.newPage();
    await library.goto(extensionUrl(pages.library));
    await library
      .getByRole('article')
      .nth(takes[language].length - 1)
      .waitFor();
    await both(library, `library-${language}`);
  } finally {
    await browser.dispose();
  }
}

/** Waits for a beep of the fake microphone, which comes once a second. */
async function waitForBeep(popup: Page, texts: Texts): Promise<void> {
  const meter = popup.getByRole('meter', { name: texts('microphoneLevel') });
  await expect
    .poll(() => meter.evaluate((shown: HTMLMeterElement) => shown.value), { intervals: [20] })
    .toBeGreaterThan(50);
}

async function both(page: Page, name: string): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    const file = `${name}-${colorScheme}.png`;
    // A headless popup's window does not grow with its content, so take the content.
    const { width, height } = await page
      .locator('body')
      .evaluate((body) => ({ width: body.scrollWidth, height: body.scrollHeight }));
    await page.screenshot({
      path: path.join(folder, file),
      animations: 'disabled',
      fullPage: true,
      clip: { x: 0, y: 0, width, height },
    });
    console.log(file);
  }
}
