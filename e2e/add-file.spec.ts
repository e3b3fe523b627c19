import { rm, utimes } from 'node:fs/promises';
import { expect, type Locator } from '@playwright/test';
import { readRecordings, readSlices } from './support/database';
import { type HaltPoint, haltWorkerOf } from './support/halt';
import { articles, openLibrary } from './support/library';
import { often } from './support/often';
import { openFile, writeLarge } from './support/opened-file';
import { killBrowser } from './support/processes';
import { test } from './support/test';
import { sentence } from './support/texts';

test.use({ shared: true });

/** Two slices of the file are on disk, and the third is being written. */
const inThirdSlice: HaltPoint = {
  method: 'IDBObjectStore.prototype.add',
  isMade: true,
  callsBefore: 2,
  worker: 'file-worker',
  where: `this.name === 'slices'`,
};

test('adding can be canceled; nothing is left of it', async ({ app }) => {
  const library = await openLibrary(app);
  const file = await writeLarge(40 * 2 ** 20);
  const opened = await openFile(library, file);
  const add = opened.getByRole('button', { name: 'Add to the library' });
  const canceled = await haltWorkerOf(app, library, inThirdSlice);
  await add.click();
  await canceled.halted;
  await expect(opened.getByRole('progressbar', { name: /library/ })).toBeVisible();
  await opened.getByRole('button', { name: 'Cancel' }).click();
  await canceled.goOn();
  await expect(add).toBeVisible();
  expect(await readSlices(app.probe)).toEqual([]);
  expect(await readRecordings(app.probe)).toEqual([]);

  const close = opened.getByRole('button', { name: 'Close', exact: true });
  const added = await haltWorkerOf(app, library, inThirdSlice);
  await add.click();
  await added.halted;
  const height = () => opened.evaluate((card) => card.getBoundingClientRect().height);
  const before = await height();
  await added.goOn();
  await expect(opened).toContainText(sentence('openedAdded'));
  expect(await height(), 'nothing moves once it is added').toBe(before);
  await expect(opened, 'the focus stays in the card').toBeFocused();
  await close.click();
  await expect(opened).toHaveCount(0);
});

/** The worker has read some of the file that it opens. */
const inThirdReading: HaltPoint = {
  method: 'Blob.prototype.arrayBuffer',
  isMade: false,
  callsBefore: 2,
  worker: 'file-worker',
};

test.describe('a file on a disk', () => {
  // The browser logs that it can't read the file.
  test.use({ tolerant: true });

  for (const [name, spoil] of [
    ['changes', (file: string) => utimes(file, 1, 1)],
    ['disappears', (file: string) => rm(file)],
  ] as const) {
    test(`a file that ${name} while it is read, copied, played or saved fails clearly`, async ({ app }) => {
      const library = await openLibrary(app);
      const downloads: string[] = [];
      library.on('download', (saved) => downloads.push(saved.suggestedFilename()));
      // It is played from the beginning, but not before it is told to.
      await library.evaluate(() =>
        document.addEventListener(
          'loadedmetadata',
          ({ target }) => Object.assign(target ?? {}, { autoplay: false }),
          {
            capture: true,
          },
        ),
      );
      const fails = async (opened: Locator) => {
        await expect(opened.getByRole('alert')).toHaveCount(1);
        await expect(opened.getByRole('alert')).toContainText(sentence('failureFileUnreadableWhat'));
        expect(await readSlices(app.probe)).toEqual([]);
        expect(await readRecordings(app.probe)).toEqual([]);
        await opened.getByRole('button', { name: 'Close', exact: true }).click();
        await expect(opened).toHaveCount(0);
      };
      const openLarge = async (bytes = 40 * 2 ** 20) => {
        const file = await writeLarge(bytes);
        return { file, opened: await openFile(library, file) };
      };

      const reading = await haltWorkerOf(app, library, inThirdReading);
      const read = await openLarge();
      await reading.halted;
      await spoil(read.file);
      await reading.goOn();
      await fails(read.opened);

      const copied = await openLarge();
      const adding = copied.opened.getByRole('button', { name: 'Add to the library' });
      await expect(adding).toBeVisible();
      const copying = await haltWorkerOf(app, library, inThirdSlice);
      await adding.click();
      await copying.halted;
      await expect(articles(library), 'it isn’t shown before it is whole').toHaveCount(0);
      await spoil(copied.file);
      await copying.goOn();
      await fails(copied.opened);

      // The browser reads far ahead, but not its last Cluster.
      const { file, opened: played } = await openLarge(160 * 2 ** 20);
      const isReady = (video: HTMLVideoElement) => video.readyState >= video.HAVE_CURRENT_DATA;
      await expect.poll(() => played.locator('video').evaluate(isReady), often).toBe(true);
      await spoil(file);
      await played.getByRole('button', { name: 'Play', exact: true }).click();
      await expect(played.locator('video')).toHaveCount(0);
      await fails(played);

      const saved = await openLarge();
      const save = saved.opened.getByRole('button', { name: 'Save repaired file' });
      await expect(save).toBeVisible();
      await spoil(saved.file);
      await save.click();
      await fails(saved.opened);
      expect(downloads).toEqual([]);
      const others = app.complaints.filter(
        (text) => !/Failed to load resource: net::ERR_(FAILED|(FILE|UPLOAD)_\w+)$/.test(text),
      );
      expect(others).toEqual([]);
    });
  }
});

test('a browser killed while a file is added leaves nothing of it', async ({ launchOwn }) => {
  const first = await launchOwn();
  const library = await openLibrary(first);
  const opened = await openFile(library, await writeLarge(40 * 2 ** 20));
  const { halted } = await haltWorkerOf(first, library, inThirdSlice);
  await opened.getByRole('button', { name: 'Add to the library' }).click();
  await halted;
  await killBrowser(first);
  const again = await launchOwn({ profile: first.profile });
  const empty = await openLibrary(again);
  await expect(empty.getByText(sentence('libraryEmpty'))).toBeVisible();
  await expect.poll(() => readSlices(again.probe), often).toEqual([]);
  expect(await readRecordings(again.probe)).toEqual([]);
});
