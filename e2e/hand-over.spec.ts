import { readFile } from 'node:fs/promises';
import { expect } from '@playwright/test';
import { extensionUrl, pages } from './support/extension';
import { openLab } from './support/lab';
import { download, openLibrary } from './support/library';
import { test } from './support/test';
import { sentence } from './support/texts';

/** What was offered to where it was dropped. */
interface Dropped {
  readonly types: readonly string[];
  readonly effectAllowed: string;
  readonly url: string;
}

/**
 * Clicks a button once it is there, without the user's activation, and waits for another. Runs in the page, so it can't use
 * anything outside itself.
 */
async function clickUncounted(first: string, second: string): Promise<{ active: boolean; shared: unknown }> {
  const find = (label: string) =>
    new Promise<HTMLButtonElement>((resolve, reject) => {
      setTimeout(() => reject(new Error(`There is no ${label}`)), 30_000);
      const look = () => {
        const found = [...document.querySelectorAll('button')].find(
          ({ textContent }) => textContent === label,
        );
        if (found === undefined) return;
        watch.disconnect();
        resolve(found);
      };
      const watch = new MutationObserver(look);
      watch.observe(document, { childList: true, characterData: true, subtree: true });
      look();
    });
  (await find(first)).click();
  await find(second);
  const { shared } = globalThis as unknown as { shared: unknown };
  return { active: navigator.userActivation.isActive, shared };
}

test('a recording is shared where the browser can, and dragged out by its row', async ({ app }) => {
  const lab = await openLab(app.probe);
  await lab.run('addRecordings', 1);
  const plain = await openLibrary(app);
  const share = { name: 'Share…', exact: true } as const;
  await expect(plain.getByRole('button', { name: 'Download', exact: true })).toBeVisible();
  await expect(plain.getByRole('button', share), 'not where the browser can’t').toHaveCount(0);
  const { file, name } = await download(plain, plain.getByRole('article'));
  const downloaded = await readFile(file);
  await plain.close();

  const library = await app.context.newPage();
  await library.addInitScript(() => {
    const shared: { name: string; type: string; size: number; active: boolean }[] = [];
    Object.assign(globalThis, { shared });
    Object.assign(Navigator.prototype, {
      canShare: ({ files = [] }: ShareData) => files.every((each) => each.type === 'video/webm'),
      async share({ files = [] }: ShareData) {
        const active = navigator.userActivation.isActive;
        for (const each of files) shared.push({ name: each.name, type: each.type, size: each.size, active });
      },
    });
    // As a page does that takes whatever is dropped.
    addEventListener('dragover', (event) => event.preventDefault());
    let offered: object | undefined;
    addEventListener('dragstart', ({ dataTransfer, defaultPrevented }) => {
      const { types = [], effectAllowed } = dataTransfer ?? {};
      const url = dataTransfer?.getData('DownloadURL');
      offered = defaultPrevented ? undefined : { types: [...types], effectAllowed, url };
    });
    // The address is for what takes files; a page doesn't get to see it.
    addEventListener('drop', () => Object.assign(globalThis, { dropped: offered }));
  });
  await library.goto(extensionUrl(pages.library));
  const article = library.getByRole('article');
  const note = article.locator('p[aria-live="polite"]');

  // A click of a script doesn't count, and neither does one that is long ago once the file is ready.
  const session = await app.context.newCDPSession(library);
  const { result, exceptionDetails } = await session.send('Runtime.evaluate', {
    expression: `(${clickUncounted})('Share…', 'Share now')`,
    awaitPromise: true,
    returnByValue: true,
    userGesture: false,
  });
  await session.detach();
  expect(exceptionDetails?.exception?.description).toBeUndefined();
  expect(result.value).toEqual({ active: false, shared: [] });
  await expect(note).toHaveText(sentence('shareReady'));
  await article.getByRole('button', { name: 'Share now' }).click();
  const shared = () => library.evaluate(() => (globalThis as unknown as { shared: unknown[] }).shared);
  await expect.poll(shared).toEqual([{ name, type: 'video/webm', size: downloaded.length, active: true }]);
  await expect(note, 'is there without its text too').toBeEmpty();
  await article.getByRole('button', share).click();
  await expect.poll(shared).toHaveLength(2);

  await library.evaluate(() => {
    const { createObjectURL } = URL;
    const made = { urls: 0 };
    URL.createObjectURL = (object) => {
      made.urls += 1;
      return createObjectURL(object);
    };
    Object.assign(globalThis, { made });
  });
  const madeUrls = () =>
    library.evaluate(() => (globalThis as unknown as { made: { urls: number } }).made.urls);
  const dropped = () => library.evaluate(() => (globalThis as { dropped?: Dropped }).dropped);
  const drag = async () => {
    const heading = await article.getByRole('heading').boundingBox();
    await library.mouse.move((heading?.x ?? 0) + 20, (heading?.y ?? 0) + 8);
    const before = await madeUrls();
    await library.mouse.down();
    await expect.poll(madeUrls, 'the file is made while the button is down').toBeGreaterThan(before);
    await library.mouse.move((heading?.x ?? 0) + 60, (heading?.y ?? 0) + 40, { steps: 4 });
    await library.mouse.up();
    return dropped();
  };
  // The row may have moved meanwhile.
  await expect.poll(drag).toBeDefined();
  const { types, effectAllowed, url = '' } = (await dropped()) ?? {};
  expect({ types, effectAllowed }).toEqual({ types: ['downloadurl'], effectAllowed: 'copy' });
  // See https://html.spec.whatwg.org/multipage/dnd.html; the format is Chromium's: type, name and address.
  const start = `video/webm:${name}:`;
  expect(url.slice(0, start.length)).toBe(start);
  const address = url.slice(start.length);
  expect(new URL(address).origin, 'a file of the extension').toBe(new URL(library.url()).origin);
  // The drag is over, and where it was dropped, the file is read from now on.
  const { type, bytes } = await library.evaluate(async (from) => {
    const media = await (await fetch(from)).blob();
    return { type: media.type, bytes: [...new Uint8Array(await media.arrayBuffer())] };
  }, address);
  expect(type).toMatch(/^video\/webm/);
  expect(Buffer.from(bytes).equals(downloaded), 'the file that is downloaded').toBe(true);
  await expect(library.getByRole('region', { name: /^Opened file/ }), 'it isn’t opened again').toHaveCount(0);
  await expect(article, 'nothing is left of it').not.toHaveAttribute('draggable');
});
