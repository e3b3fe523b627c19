import type { Recording } from '../../src/domain/recording';
import type { TestBrowser } from './browser';
import { extensionUrl, pages } from './extension';
import { shownName } from './library';

/** What a library page records about the opening of a recording, in ms since its navigation. */
interface Noted {
  readonly click: number;
  /** When media got an address, one after another. */
  readonly addresses: readonly number[];
  readonly loaded?: number;
  readonly shown?: number;
}

/** A copy of many hours takes minutes. */
const patience = { timeout: 600_000 };

/** How long it took to open a recording, in ms from the click on "Play". */
export interface Opened {
  /** Until there was a `blob:` address of the whole file. */
  readonly address: number;
  /** Until its first frame was shown; a clip whose file is copied is played from its original before. */
  readonly shown: number;
  /** Until the player had loaded the duration. */
  readonly duration: number;
  /** The duration that the player reports, in seconds. */
  readonly seconds: number;
}

/** Opens a recording in a new library page, by its button. */
export async function timeOpening(app: TestBrowser, recording: Recording): Promise<Opened> {
  const library = await app.context.newPage();
  await library.addInitScript(() => {
    const addresses: number[] = [];
    const noted = { addresses };
    Object.assign(globalThis, { noted });
    addEventListener('click', ({ timeStamp }) => Object.assign(noted, { click: timeStamp }), true);
    const create = URL.createObjectURL;
    URL.createObjectURL = (media) => {
      const url = create(media);
      // Not those of thumbnails.
      if (media instanceof Blob && media.type.startsWith('video/')) addresses.push(performance.now());
      return url;
    };
    const loaded = ({ target }: Event) => {
      Object.assign(noted, { loaded: performance.now() });
      (target as HTMLVideoElement).requestVideoFrameCallback(() =>
        Object.assign(noted, { shown: performance.now() }),
      );
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
  await library.waitForFunction(
    () => {
      const { noted } = globalThis as unknown as { noted: Noted };
      // The address of an original says where the clip begins.
      const isOriginal = document.querySelector('video')?.getAttribute('src')?.includes('#t=') === true;
      return noted.shown !== undefined && noted.addresses.length > (isOriginal ? 1 : 0);
    },
    undefined,
    patience,
  );
  const noted = await library.evaluate(() => (globalThis as unknown as { noted: Noted }).noted);
  const lengthMs = await article.getByRole('slider', { name: 'Position' }).getAttribute('max');
  await library.close();
  const { click, addresses, loaded = 0, shown = 0 } = noted;
  return {
    address: (addresses.at(-1) ?? 0) - click,
    shown: shown - click,
    duration: loaded - click,
    seconds: Number(lengthMs) / 1000,
  };
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
  await library.waitForFunction(
    () => 'seconds' in (globalThis as unknown as { noted: object }).noted,
    undefined,
    patience,
  );
  const noted = await library.evaluate(
    () => (globalThis as unknown as { noted: Readonly<Record<string, number>> }).noted,
  );
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
  const { listed = 0 } = await library.evaluate(
    () => (globalThis as unknown as { noted: { listed?: number } }).noted,
  );
  await library.close();
  return listed;
}
