import type { Page } from '@playwright/test';
import type { Recording } from '../../src/domain/recording';
import type { TestBrowser } from './browser';
import { extensionUrl, pages } from './extension';
import { shownName } from './library';

/** The times that a library page records about itself, in ms since its navigation. */
type Noted = Readonly<Record<string, number>>;

/** How long it took to open a recording, in ms from the click on "Play". */
export interface Opened {
  /** Until there was a `blob:` address. */
  readonly address: number;
  /** Until the player had loaded the duration. */
  readonly duration: number;
  /** The duration that the player reports, in seconds. */
  readonly seconds: number;
}

/** Opens a recording in a new library page, by its button. */
export async function timeOpening(app: TestBrowser, recording: Recording): Promise<Opened> {
  const library = await app.context.newPage();
  await library.addInitScript(() => {
    const noted: Record<string, number> = {};
    Object.assign(globalThis, { noted });
    addEventListener('click', ({ timeStamp }) => Object.assign(noted, { click: timeStamp }), true);
    const create = URL.createObjectURL;
    URL.createObjectURL = (media) => {
      const url = create(media);
      Object.assign(noted, { address: performance.now() });
      return url;
    };
    const loaded = ({ target }: Event) => {
      const { duration } = target as HTMLVideoElement;
      Object.assign(noted, { loaded: performance.now(), seconds: duration });
    };
    document.addEventListener('loadedmetadata', loaded, true);
  });
  await library.goto(extensionUrl(pages.library));
  const article = library.getByRole('article', { name: shownName(recording), exact: true });
  const button = article.getByRole('button', { name: 'Play', exact: true });
  await button.waitFor();
  // No user clicks sooner.
  await library.waitForTimeout(500);
  await button.click();
  await untilLoaded(library);
  const noted = await library.evaluate(() => (globalThis as unknown as { noted: Noted }).noted);
  await library.close();
  const { click = 0, address = 0, loaded = 0, seconds = 0 } = noted;
  return { address: address - click, duration: loaded - click, seconds };
}

/** Until the player has loaded: a copy of many hours takes minutes. */
async function untilLoaded(library: Page): Promise<void> {
  const isLoaded = () => 'seconds' in (globalThis as unknown as { noted: object }).noted;
  await library.waitForFunction(isLoaded, undefined, { timeout: 600_000 });
}

/** Opens a file from outside in a new library page. @returns from the choice until the player has loaded, in ms */
export async function timeForeign(
  app: TestBrowser,
  file: string,
): Promise<{ readonly ms: number; readonly seconds: number }> {
  const library = await app.context.newPage();
  await library.addInitScript(() => {
    const noted: Record<string, number> = {};
    Object.assign(globalThis, { noted });
    addEventListener('change', ({ timeStamp }) => Object.assign(noted, { chosen: timeStamp }), true);
    const loaded = ({ target }: Event) => {
      const { duration } = target as HTMLVideoElement;
      Object.assign(noted, { loaded: performance.now(), seconds: duration });
    };
    document.addEventListener('loadedmetadata', loaded, true);
  });
  await library.goto(extensionUrl(pages.library));
  const choosing = library.waitForEvent('filechooser');
  await library.getByRole('button', { name: 'Open a file…' }).click();
  await (await choosing).setFiles(file);
  await untilLoaded(library);
  const noted = await library.evaluate(() => (globalThis as unknown as { noted: Noted }).noted);
  await library.close();
  const { chosen = 0, loaded = 0, seconds = 0 } = noted;
  return { ms: loaded - chosen, seconds };
}

/** Opens a new page of the library, and waits until it lists that many. @returns how long it took, in ms from navigation */
export async function timeListing(app: TestBrowser, count: number): Promise<number> {
  const library = await app.context.newPage();
  await library.addInitScript((wanted) => {
    const noted: Record<string, number> = {};
    Object.assign(globalThis, { noted });
    new MutationObserver(() => {
      const article = document.querySelector('article');
      if (article?.getAttribute('aria-setsize') !== String(wanted)) return;
      // Until it is painted.
      requestAnimationFrame(() => setTimeout(() => Object.assign(noted, { listed: performance.now() })));
    }).observe(document, { childList: true, subtree: true, attributeFilter: ['aria-setsize'] });
  }, count);
  await library.goto(extensionUrl(pages.library));
  await library.waitForFunction(() => 'listed' in (globalThis as unknown as { noted: object }).noted);
  const { listed = 0 } = await library.evaluate(() => (globalThis as unknown as { noted: Noted }).noted);
  await library.close();
  return listed;
}
