import { expect, type Locator } from '@playwright/test';
import { mostAdded } from '../src/library/rows-to-draw';
import { readRecordings } from './support/database';
import { extensionUrl, pages } from './support/extension';
import { openLab } from './support/lab';
import { articles, openLibrary } from './support/library';
import { often } from './support/often';
import { test } from './support/test';
import { sentence } from './support/texts';

test.use({ shared: true });

const count = 5000;

/** The page draws no more rows than this, however many there are. */
const mostDrawn = 40;

/** A row is near the window if it is drawn; the row that has the focus is drawn wherever it is. */
const place = (article: Locator) => article.getAttribute('aria-posinset');

test('five thousand recordings: few are drawn, and all can be reached', async ({ app }) => {
  const lab = await openLab(app.probe);
  await lab.run('addRows', count);
  const library = await app.context.newPage();
  await library.addInitScript(() => {
    const asked: string[] = [];
    Object.assign(globalThis, { asked });
    const { transaction } = IDBDatabase.prototype;
    IDBDatabase.prototype.transaction = function (...args) {
      asked.push(JSON.stringify([args[0]].flat()));
      return transaction.apply(this, args);
    };
    new MutationObserver((_, observer) => {
      if (document.querySelector('article') === null) return;
      asked.push('drawn');
      observer.disconnect();
    }).observe(document, { childList: true, subtree: true });
  });
  await library.goto(extensionUrl(pages.library));
  const shown = articles(library);
  const named = (number: number) =>
    library.getByRole('article', { name: `Recording ${number}`, exact: true });
  await test.step('the list is read in one transaction', async () => {
    await expect(shown.first()).toContainText(`Recording ${count - 1}`);
    await expect(library.getByText('5,000 recordings')).toBeVisible();
    const asked = await library.evaluate(() => (globalThis as unknown as { asked: string[] }).asked);
    // Other transactions try the connection.
    const lists = asked.slice(0, asked.indexOf('drawn')).filter((stores) => !stores.includes('slices'));
    expect(lists.filter((stores) => stores.includes('clips'))).toEqual(['["clips","media"]']);
    expect(await shown.count()).toBeLessThan(mostDrawn);
    expect(await place(shown.first())).toBe('1');
    await expect(shown.first()).toHaveAttribute('aria-setsize', String(count));
  });

  await test.step('Tab reaches rows that were not drawn', async () => {
    await shown.first().getByRole('button').first().focus();
    const focusedPlace = () =>
      library.evaluate(() => document.activeElement?.closest('article')?.getAttribute('aria-posinset'));
    const last = Number(await place(shown.last()));
    for (let presses = 0; Number(await focusedPlace()) <= last + 1; presses += 1) {
      expect(presses).toBeLessThan(300);
      await library.keyboard.press('Tab');
    }
    await expect(library.locator(':focus')).toBeInViewport();
  });

  await test.step('the focus stays where it is, however far the page is scrolled', async () => {
    const before = await library.evaluate(() => document.activeElement?.closest('article')?.id);
    await library.evaluate(() => scrollTo(0, document.body.scrollHeight));
    await expect(named(0)).toBeInViewport();
    expect(await place(named(0))).toBe(String(count));
    expect(await shown.count()).toBeLessThan(mostDrawn);
    expect(await library.evaluate(() => document.activeElement?.closest('article')?.id)).toBe(before);
  });

  await test.step('a frame adds a few rows, however far it scrolls', async () => {
    const added = await library.evaluate(rowsAddedPerFrame);
    expect(Math.max(...added)).toBeGreaterThan(0);
    expect(Math.max(...added)).toBeLessThanOrEqual(mostAdded);
  });

  await test.step('an address shows its recording', async () => {
    await library.goto(`${extensionUrl(pages.library)}#row-2500`);
    await expect(named(2500)).toBeInViewport({ ratio: 1 });
    await expect(named(2500)).toHaveAttribute('data-state', 'marked');
  });

  const search = library.getByRole('searchbox', { name: 'Search recordings' });
  await test.step('Ctrl+F searches all of them', async () => {
    await library.keyboard.press('Control+f');
    await expect(search).toBeFocused();
    await library.keyboard.type('recording 99');
    const expected = Array.from({ length: count }, (_, number) => String(number)).filter((name) =>
      name.includes('99'),
    ).length;
    await expect(library.getByRole('status').first()).toHaveText(`${expected} of 5,000`);
    await expect(shown.first()).toHaveAttribute('aria-setsize', String(expected));
    await library.getByRole('combobox', { name: 'Sort by' }).selectOption('Oldest');
    await expect(shown.first()).toContainText('Recording 99');
    await library.getByRole('combobox', { name: 'Source' }).selectOption('Tab');
    await expect(shown.first()).toContainText('Recording 990');
    await library.getByRole('combobox', { name: 'State' }).selectOption('With problems');
    await expect(shown).toHaveCount(0);
    await expect(library.getByRole('status').first()).toHaveText(sentence('foundNoneFiltered'));
    await library.getByRole('button', { name: 'Show all' }).click();
    await expect(search).toBeFocused();
    await expect(shown.first()).toHaveAttribute('aria-setsize', String(count));
    await search.fill('nothing like that');
    await expect(library.getByRole('status').first()).toContainText('nothing like that');
    await search.fill('');
  });

  await test.step('a row that moves keeps the focus', async () => {
    await library.getByRole('combobox', { name: 'Sort by' }).selectOption('Name');
    await expect(shown.first()).toContainText('Recording 0');
    const play = named(2).getByRole('button', { name: 'Play', exact: true });
    await play.focus();
    await lab.run('changeRow', 'row-2', { name: 'A first one' });
    await expect(shown.first()).toContainText('A first one');
    await expect(shown.first().getByRole('button', { name: 'Play', exact: true })).toBeFocused();
    await lab.run('changeRow', 'row-2', { name: 'Recording 4000b' });
    const moved = library.getByRole('article', { name: 'Recording 4000b', exact: true });
    // Whether the page goes along is up to Chromium: docs/decisions.md, "A focused row that moves".
    await expect(moved).toHaveAttribute('aria-posinset', '4001');
    await expect(moved.getByRole('button', { name: 'Play', exact: true })).toBeFocused();
  });
  expect(app.complaints).toEqual([]);
});

/** Scrolls the page up in leaps, and counts the rows that appear in each frame. Runs in the page. */
async function rowsAddedPerFrame(): Promise<number[]> {
  const added: number[] = [];
  const known = new Set(document.querySelectorAll('article'));
  let count = 0;
  const counting = new MutationObserver(() => {
    for (const row of document.querySelectorAll('article')) {
      if (!known.has(row)) count += 1;
      known.add(row);
    }
  });
  counting.observe(document, { childList: true, subtree: true });
  // A frame begins with its scroll event.
  const begin = () => {
    added.push(count);
    count = 0;
  };
  addEventListener('scroll', begin, { capture: true });
  const leap = document.body.scrollHeight / 40;
  for (let left = 30; left > 0; left -= 1) {
    scrollBy(0, -leap);
    await new Promise((resolve) => requestAnimationFrame(resolve));
  }
  removeEventListener('scroll', begin, { capture: true });
  counting.disconnect();
  return added;
}

test('a recording is inspected once; later damage is found when it is opened', async ({ app }) => {
  const lab = await openLab(app.probe);
  await lab.run('addRecordings', 3);
  const first = await openLibrary(app);
  await expect
    .poll(async () => (await readRecordings(app.probe)).filter(({ isIntact }) => isIntact).length, often)
    .toBe(3);
  await first.close();

  const [damaged] = await readRecordings(app.probe);
  await lab.run('deleteSlices', damaged?.id ?? '');
  const library = await openLibrary(app);
  const card = library.getByRole('article', { name: damaged?.name ?? '', exact: true });
  await card.getByRole('button', { name: 'Play', exact: true }).click();
  await expect(card).toContainText(sentence('damageNoMedia'));
  await expect(card.getByRole('button', { name: 'Play', exact: true })).toBeDisabled();
  await expect
    .poll(async () => (await readRecordings(app.probe)).filter(({ isIntact }) => isIntact).length, often)
    .toBe(2);
});
