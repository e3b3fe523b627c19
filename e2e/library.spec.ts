import { expect, type Page } from '@playwright/test';
import { readRecordings } from './support/database';
import { expectCovered } from './support/judge-saved';
import { articles, download, expectPicture, openLibrary, shownName } from './support/library';
import { probeMedia } from './support/media-file';
import { often } from './support/often';
import { clickAway, openPopup } from './support/popup';
import { onlyRecording, recordBriefly, startRecording, stop } from './support/session';
import { test } from './support/test';
import { sentence } from './support/texts';

test.use({ shared: true });

const button = (scope: Page | ReturnType<typeof articles>, name: string) =>
  scope.getByRole('button', { name, exact: true });

test('an empty library says what to do', async ({ app }) => {
  const library = await openLibrary(app);
  await expect(library.getByText(sentence('libraryEmpty'))).toBeVisible();
  await expect(library.getByText(sentence('libraryEmptyHint'))).toBeVisible();
  await expect(articles(library)).toHaveCount(0);
});

test('shows the details of a recording, and plays it', async ({ app, tab }) => {
  await recordBriefly(app, tab);
  const { name, sliceCount, ...recorded } = await onlyRecording(app);
  expect(name).toMatch(/^Moving page \d{4}-\d\d-\d\d \d\d[:.]\d\d$/);
  const library = await openLibrary(app);
  const article = library.getByRole('article', { name: 'Moving page', exact: true });
  expect(await article.getByRole('heading').textContent(), 'without the date').toBe('Moving page');
  const details = article.getByRole('group');
  await expect(details.getByText('WebM VP9')).toBeHidden();
  await article.getByText('Details', { exact: true }).click();
  await expect(details.getByText('WebM VP9')).toBeVisible();
  await expect(details).toContainText(
    `${recorded.width.toLocaleString('en')} × ${recorded.height.toLocaleString('en')} px`,
  );
  await expect(details).toContainText('vp9, opus');
  await expect(details).toContainText('250 ms');
  await expect(article).toContainText(`${sliceCount} slices`);
  await expect(article).not.toContainText(sentence('stateComplete'));
  await expect(article).toContainText('Tab');
  await expect(article).not.toContainText(sentence('recoveredMissing'));
  await expect(article).toContainText(/\d+(\.\d+)? [kM]B/);
  await expect(article.locator('time')).toHaveAttribute('datetime', /^\d{4}-\d\d-\d\dT/);
  await expectPicture(article);
  const diskUse = (part: string) => library.getByText(part, { exact: true }).locator('+ dd');
  await expect(diskUse('Recordings')).toHaveText(/^[\d.,]+ [kM]B$/);
  const size = (await diskUse('Recordings').textContent()) ?? '';
  await expect(article, 'it is all that the disk bar counts').toContainText(`Size${size}`);
  await expect(diskUse('Free')).toHaveText(/^[\d.,]+ [MGT]B$/);
  const bar = await library.locator('svg rect[data-part]').evaluateAll((rects) =>
    rects.map((rect) => ({
      part: rect.getAttribute('data-part'),
      x: Number(rect.getAttribute('x')),
      width: Number(rect.getAttribute('width')),
    })),
  );
  expect(bar.map(({ part }) => part)).toEqual(['recordings', 'other', 'free']);
  for (const [index, { part, x, width }] of bar.entries()) {
    // However little it is, it is seen.
    expect(width, part ?? '').toBeGreaterThanOrEqual(4);
    const before = bar.slice(0, index).reduce((sum, rect) => sum + rect.width, 0);
    expect(x, `${part} begins where the one before ends`).toBeCloseTo(before);
  }
  const whole = bar.reduce((sum, { width }) => sum + width, 0);
  expect(whole, 'the parts fill the bar').toBeGreaterThan(999.9);
  expect(whole).toBeLessThan(1010);

  await button(article, 'Play').click();
  const video = article.locator('video');
  await expect
    .poll(() => video.evaluate((element: HTMLVideoElement) => element.currentTime), {
      message: 'it really plays',
      ...often,
    })
    .toBeGreaterThan(0.3);
  const { width, duration, seekable, error } = await video.evaluate((element: HTMLVideoElement) => ({
    width: element.videoWidth,
    duration: element.duration,
    seekable: [element.seekable.start(0), element.seekable.end(0)],
    error: element.error,
  }));
  expect(width).toBe((await onlyRecording(app)).width);
  const known = (await probeMedia((await download(library, article)).file)).duration ?? Number.NaN;
  expect(Math.abs(duration - known), 'seconds by which the player is wrong').toBeLessThan(0.25);
  expectCovered(duration, (await onlyRecording(app)).durationMs);
  expect(seekable, 'from the beginning to the end').toEqual([0, duration]);
  expect(error).toBeNull();
});

test('makes the picture of a recording that has none, as those of earlier versions', async ({ app, tab }) => {
  await recordBriefly(app, tab);
  const thumbnails = (clears: boolean) =>
    app.probe.evaluate(async (isCleared) => {
      const database = await new Promise<IDBDatabase>((resolve, reject) => {
        const request = indexedDB.open('timeslice');
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
      const transaction = database.transaction('thumbnails', 'readwrite');
      const store = transaction.objectStore('thumbnails');
      if (isCleared) store.clear();
      const keys = store.getAllKeys();
      await new Promise((resolve, reject) => {
        transaction.oncomplete = resolve;
        transaction.onabort = () => reject(transaction.error);
      });
      database.close();
      // Its storyboard is beside it.
      return keys.result.filter((key) => !String(key).includes('/')).length;
    }, clears);
  await expect.poll(() => thumbnails(false), 'the recorder made one').toBe(1);
  expect(await thumbnails(true)).toBe(0);
  const library = await openLibrary(app);
  await expectPicture(articles(library));
  await expect.poll(() => thumbnails(false), 'it is kept').toBe(1);
});

test('renames, and names the file safely for every file system', async ({ app, tab }) => {
  await recordBriefly(app, tab);
  const library = await openLibrary(app);
  const article = articles(library);
  const rename = async (name: string) => {
    await button(article, 'Rename').click();
    await library.getByRole('textbox').fill(name);
    await library.keyboard.press('Enter');
    await expect(library.getByRole('article', { name: name.trim() })).toBeVisible();
  };
  const wicked = '../a/b\\c:d*e?f"g<h>i|j 🎬 Приве́т. ';
  await rename(wicked);
  expect((await onlyRecording(app)).name).toBe(wicked.trim());
  const { file, name } = await download(library, article);
  expect(name).toContain('Приве́т');
  expect(name).toMatch(/\.webm$/);
  expect(name).not.toMatch(/[/\\:*?"<>|\p{Cc}]|^[. ]|[. ]\.webm$/u);
  expectCovered((await probeMedia(file)).duration ?? Number.NaN, (await onlyRecording(app)).durationMs);

  for (const reserved of ['CON', 'nul', 'Com1', 'x'.repeat(500)]) {
    await rename(reserved);
    const safe = (await download(library, article)).name;
    expect(safe).not.toMatch(/^(con|prn|aux|nul|com\d|lpt\d)\./i);
    expect(Buffer.byteLength(safe)).toBeLessThanOrEqual(255);
  }

  await button(article, 'Rename').click();
  await library.getByRole('textbox').fill('   ');
  await library.keyboard.press('Enter');
  await expect(library.getByText(sentence('renameEmpty'))).toBeVisible();
  expect((await onlyRecording(app)).name).toBe('x'.repeat(500));
});

test('deletes only after confirmation', async ({ app, tab }) => {
  await recordBriefly(app, tab);
  const library = await openLibrary(app);
  await button(articles(library), 'Delete').click();
  const dialog = library.getByRole('dialog');
  await expect(dialog).toContainText(shownName(await onlyRecording(app)));
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await expect(dialog).toBeHidden();
  await button(articles(library), 'Delete').click();
  await expect(dialog).toBeVisible();
  await library.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  expect(await readRecordings(app.probe)).toHaveLength(1);

  await button(articles(library), 'Delete').click();
  await dialog.getByRole('button', { name: 'Delete', exact: true }).click();
  await expect(library.getByText(sentence('libraryEmpty'))).toBeVisible();
});

test('updates live during a recording', async ({ app, tab }) => {
  const library = await openLibrary(app);
  await startRecording(app, tab, { timeslice: '250 ms' });
  const article = articles(library);
  await expect(article).toContainText(sentence('stateRecording'));
  const count = async () => Number(/(\d+) slices?/.exec((await article.textContent()) ?? '')?.[1] ?? 0);
  await expect.poll(count, often).toBeGreaterThan(2);
  const before = await count();
  await expect.poll(count, often).toBeGreaterThan(before);

  // A recording in progress can't be deleted.
  await library.bringToFront();
  await button(article, 'Delete').click();
  const dialog = library.getByRole('dialog');
  await expect(dialog).toContainText(sentence('deleteRunning'));
  await expect(dialog.getByRole('button', { name: 'Delete', exact: true })).toBeHidden();
  await dialog.getByRole('button', { name: 'Cancel' }).click();

  await stop(app);
  await expect(article).not.toContainText(sentence('stateRecording'));
  await expectPicture(article);
});

test('the popup opens it, once', async ({ app, tab }) => {
  const open = async () => {
    const popup = await openPopup(app, tab);
    await clickAway(popup, popup.getByRole('button', { name: 'Open library' }));
  };
  const opened = app.context.waitForEvent('page');
  await open();
  const library = await opened;
  await expect(library.getByText(sentence('libraryEmpty'))).toBeVisible();
  await open();
  await expect.poll(() => library.evaluate(() => document.visibilityState), often).toBe('visible');
  expect(app.context.pages().filter((page) => page.url() === library.url())).toHaveLength(1);
});
