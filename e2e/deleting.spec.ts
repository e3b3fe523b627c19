import { expect, type Page } from '@playwright/test';
import type { TestBrowser } from './support/browser';
import { readRecordings, readSlices } from './support/database';
import { folderSize } from './support/folder-size';
import { openLab } from './support/lab';
import { articles, openLibrary } from './support/library';
import { long } from './support/long';
import { often } from './support/often';
import { recordBriefly } from './support/session';
import type { Site } from './support/site';
import { test } from './support/test';
import { sentence } from './support/texts';

const megabyte = 2 ** 20;

/** Makes the last slice of the only recording this large. */
async function fatten(app: TestBrowser, bytes: number): Promise<void> {
  await app.probe.evaluate(async (size) => {
    const noise = new Uint8Array(size);
    for (let at = 0; at < size; at += 65_536) crypto.getRandomValues(noise.subarray(at, at + 65_536));
    await new Promise<void>((resolve, reject) => {
      const opening = indexedDB.open('timeslice');
      opening.onsuccess = () => {
        const transaction = opening.result.transaction('slices', 'readwrite', { durability: 'strict' });
        transaction.objectStore('slices').openCursor(null, 'prev').onsuccess = ({ target }) => {
          const cursor = (target as IDBRequest<IDBCursorWithValue>).result;
          cursor.update({ ...cursor.value, blob: new Blob([noise]) });
        };
        transaction.oncomplete = () => {
          opening.result.close();
          resolve();
        };
        transaction.onabort = () => reject(transaction.error);
      };
    });
  }, bytes);
}

/** Deletes the recording that is shown first. @param left how many are shown then */
async function confirmDeletion(library: Page, left = 0): Promise<void> {
  await articles(library).first().getByRole('button', { name: 'Delete' }).click();
  await library.getByRole('dialog').getByRole('button', { name: 'Delete', exact: true }).click();
  await expect(articles(library)).toHaveCount(left);
}

/** Deletes a recording, and waits until its space on the disk is back. */
async function deleteLarge(app: TestBrowser, site: Site): Promise<void> {
  const tab = await app.context.newPage();
  await tab.goto(site.moving);
  await recordBriefly(app, tab);
  // A tab that paints keeps the browser busy, and it gives the space back only when idle.
  await tab.close();
  await fatten(app, 64 * megabyte);
  const full = await folderSize(app.profile);
  const library = await openLibrary(app);
  await confirmDeletion(library);
  await dismiss(library);
  await expect
    .poll(async () => full - (await folderSize(app.profile)), { timeout: 60_000, intervals: [250] })
    .toBeGreaterThan(44 * megabyte);
  expect(full - (await folderSize(app.profile)), 'and no more than there was').toBeLessThan(96 * megabyte);
  expect(app.complaints, 'no error in the console of the extension').toEqual([]);
}

async function dismiss(library: Page): Promise<void> {
  await library.getByRole('status').getByRole('button', { name: 'Dismiss' }).click();
}

test('a deletion can be undone until it is dismissed, or another recording is renamed', async ({
  app,
  tab,
}) => {
  await recordBriefly(app, tab);
  const library = await openLibrary(app);
  await confirmDeletion(library);
  await expect(library.getByRole('status')).toContainText(/deleted/);
  const focused = () => library.evaluate(() => document.activeElement?.textContent);
  await expect.poll(focused, { message: 'the keyboard is where it is needed', ...often }).toBe('Undo');
  expect((await readSlices(app.probe)).length, 'nothing is gone yet').toBeGreaterThan(3);
  await library.keyboard.press('Enter');
  await expect(articles(library)).toHaveCount(1);

  await confirmDeletion(library);
  await dismiss(library);
  await expect.poll(() => readRecordings(app.probe), often).toEqual([]);
  expect(await readSlices(app.probe)).toEqual([]);
  const undo = library.getByRole('button', { name: 'Undo' });
  await expect(undo).toBeHidden();

  // Renaming another recording ends the undo.
  await (await openLab(app.probe)).run('addRecordings', 2);
  await library.reload();
  await expect(articles(library)).toHaveCount(2);
  await confirmDeletion(library, 1);
  await expect(undo).toBeVisible();
  expect(await readRecordings(app.probe)).toHaveLength(2);
  await articles(library).getByRole('button', { name: 'Rename' }).click();
  await library.getByRole('textbox', { name: 'New name' }).fill('Renamed');
  await library.keyboard.press('Enter');
  await expect(undo).toBeHidden();
  await expect.poll(() => readRecordings(app.probe), often).toMatchObject([{ name: 'Renamed' }]);
});

test('the space of a deleted recording comes back on the disk', long, async ({ launchOwn, site }) => {
  // The browser takes half a minute to give it back: with both storage backends at once.
  const deleteWith = async (...args: string[]) =>
    deleteLarge(await launchOwn({ windowSize: [640, 480], args }), site);
  await Promise.all([
    test.step('LevelDB', () => deleteWith()),
    test.step('SQLite', () => deleteWith('--enable-features=IdbSqliteBackingStore')),
  ]);
});

test('a recording that another page plays is deleted only once that page has closed it', async ({
  app,
  tab,
}) => {
  await recordBriefly(app, tab);
  const player = await openLibrary(app);
  await articles(player).getByRole('button', { name: 'Play' }).click();
  const video = player.locator('video');
  await expect(video).toBeVisible();
  const source = await video.getAttribute('src');
  const library = await openLibrary(app);
  await articles(library).getByRole('button', { name: 'Delete' }).click();
  await expect(library.getByRole('dialog')).toContainText(sentence('deleteUsed'));
  await library.getByRole('dialog').getByRole('button', { name: 'Delete', exact: true }).click();
  const undo = library.getByRole('button', { name: 'Undo' });
  await expect(undo).toBeVisible();
  await dismiss(library);
  await expect(undo).toBeHidden();

  expect((await readSlices(app.probe)).length, 'its media is there').toBeGreaterThan(3);
  await expect(video, 'and it plays on').toHaveAttribute('src', source ?? '');
  await articles(player).getByRole('button', { name: 'Close player' }).click();
  await expect.poll(() => readSlices(app.probe), often).toEqual([]);
});

test('a deletion that was confirmed before the browser closed is done at the next start', async ({
  app,
  tab,
  launchOwn,
}) => {
  await recordBriefly(app, tab);
  await confirmDeletion(await openLibrary(app));
  expect(await readRecordings(app.probe)).toHaveLength(1);
  await app.close();
  const again = await launchOwn({ profile: app.profile });
  await expect.poll(() => readRecordings(again.probe), often).toEqual([]);
});
