import { expect, type Locator } from '@playwright/test';
import { readBadge } from '../support/badge';
import type { TestBrowser } from '../support/browser';
import { readRecordings, readSlices } from '../support/database';
import { openExport, readOriginFiles, stubSavePicker } from '../support/export';
import { extensionUrl } from '../support/extension';
import { keptBy, reportFault, staged, type Variant } from '../support/fault-report';
import { useFilm } from '../support/films';
import { haltWorkerOf } from '../support/halt';
import { judgeMovingPage } from '../support/judge';
import { expectCovered, judgeSaved } from '../support/judge-saved';
import { articles, download, downloadOnly, openLibrary } from '../support/library';
import { often } from '../support/often';
import { openFile, writeLarge } from '../support/opened-file';
import { readPackets } from '../support/packets';
import { logRecorder, type RecorderLog } from '../support/recorder-log';
import {
  inPopup,
  onlyRecording,
  readSnapshot,
  startRecording,
  untilSnapshot,
  waitForSlices,
  waitForState,
} from '../support/session';
import { fill, onSmallDisk, test, untilSeenBelow } from '../support/small-disk-test';
import { sentence } from '../support/texts';

const megabyte = 1_000_000;

/** Nothing that MediaRecorder delivered is missing, and the file is valid and as long as its row says. */
async function judgeKept(app: TestBrowser, log: RecorderLog): Promise<void> {
  const recording = await onlyRecording(app);
  expect(recording).toMatchObject({ state: 'complete', failure: { code: 'disk-full' } });
  expect(await judgeSaved(app.probe, recording.id, log), 'events missing').toBe(0);
  const { endsAt } = await judgeMovingPage(await downloadOnly(app));
  expectCovered(endsAt, recording.durationMs);
}

test('a disk with less than 200 MB left refuses the start, with the reason', async ({ disk, site }) => {
  await onSmallDisk(disk, site.moving, [], async (app, tab) => {
    await fill(disk, (await disk.free()) - 180 * megabyte);
    await inPopup(app, tab, async (popup) => {
      await popup.getByRole('button', { name: 'Start recording', exact: true }).click();
      await expect(popup.getByRole('alert')).toContainText(sentence('failureDiskLowWhat'));
    });
    expect(await readRecordings(app.probe)).toEqual([]);
  });
});

const backends: readonly (Variant & { readonly backend: string; readonly args: readonly string[] })[] = [
  { backend: 'LevelDB', args: [] },
  { backend: 'SQLite', args: ['--enable-features=IdbSqliteBackingStore'], onlyMeasured: true },
];

for (const { backend, args } of staged(backends)) {
  test(`a disk that fills up ends the recording in time, and everything is kept (${backend})`, async ({
    disk,
    site,
  }) => {
    await onSmallDisk(disk, site.moving, args, async (app, tab) => {
      const log = await logRecorder(app);
      await startRecording(app, tab, { timeslice: '250 ms' });
      await waitForSlices(app, 8);
      expect((await readSnapshot(app)).progress?.disk?.freeBytes).toBeGreaterThan(200 * megabyte);
      // Another program fills the disk: first, enough is left for a while, then it isn't.
      const filled = await fill(disk, (await disk.free()) - 75 * megabyte);
      await untilSnapshot(app, ({ progress }) => progress?.disk?.low === true);
      await expect
        .poll(() => readBadge(app), often)
        .toMatchObject({ title: expect.stringMatching(sentence('titleDiskLow')) });
      await inPopup(app, tab, (popup) => expect(popup.getByText(sentence('diskLowExplain'))).toBeVisible());
      await filled();
      const full = await fill(disk, (await disk.free()) - 60 * megabyte);
      await waitForState(app, 'inactive');
      expect((await readSnapshot(app)).session).toMatchObject({
        last: { saved: true, failure: { code: 'disk-full' } },
      });
      await full();
      await judgeKept(app, log);
      reportFault({ fault: `Disk fills up, ${backend}`, rounds: 1, expected: 1, kept: await keptBy(app) });
    });
  });

  test(`a disk that is full at once loses nothing that the reserve can hold (${backend})`, async ({
    disk,
    site,
  }) => {
    await onSmallDisk(disk, site.moving, args, async (app, tab) => {
      const log = await logRecorder(app);
      await startRecording(app, tab, { timeslice: '250 ms' });
      await waitForSlices(app, 8);
      // Until just before the end it takes a while, in which the recorder may check the disk: the end comes at once.
      const most = await fill(disk, (await disk.free()) - 80 * megabyte);
      await untilSeenBelow(app, 100 * megabyte);
      const full = await fill(disk, await disk.free());
      await expect
        .poll(async () => (await readSnapshot(app)).session, often)
        .toMatchObject({ state: 'inactive', last: { saved: true, failure: { code: 'disk-full' } } });
      expect(await readSnapshot(app), 'the reserve was enough').not.toHaveProperty('rescues');
      await full();
      await most();
      await judgeKept(app, log);
      reportFault({
        fault: `Disk full at once, ${backend}`,
        rounds: 1,
        expected: 1,
        kept: await keptBy(app),
      });
    });
  });
}

/** A file that was being added was refused, and isn't in the library. */
async function expectRefused(opened: Locator): Promise<void> {
  const alert = opened.getByRole('alert');
  await expect(alert).toContainText(sentence('failureFileNoRoomWhat'));
  await expect(alert).toContainText(sentence('failureFileNoRoomSaved'));
  await expect(alert).toContainText(sentence('failureFileNoRoomTodo'));
}

test('a file without room in the library is refused clearly, before and while it is copied, and the next attempt deletes what is left', async ({
  disk,
  site,
}) => {
  await onSmallDisk(disk, site.moving, [], async (app, tab) => {
    await useFilm(app, tab, 'webm-vp9', 3500);
    const film = await onlyRecording(app);
    const library = await openLibrary(app);
    const original = await readPackets((await download(library, articles(library))).file);
    const mediaOf = async () => new Set((await readSlices(app.probe)).map(({ recordingId }) => recordingId));
    const opened = await openFile(library, await writeLarge(40 * 2 ** 20));
    const add = opened.getByRole('button', { name: 'Add to the library' });
    await expect(add).toBeVisible();
    const most = await fill(disk, (await disk.free()) - 80 * megabyte);
    await add.click();
    await expectRefused(opened);
    expect(await mediaOf()).toEqual(new Set([film.id]));
    expect(await readRecordings(app.probe)).toHaveLength(1);
    await most();

    const copying = await haltWorkerOf(app, library, {
      method: 'IDBObjectStore.prototype.add',
      isMade: true,
      callsBefore: 2,
      worker: 'file-worker',
      where: `this.name === 'slices'`,
    });
    await add.click();
    await copying.halted;
    await expect(opened.getByRole('alert'), 'it is tried again').toHaveCount(0);
    const full = await fill(disk, await disk.free());
    await copying.goOn();
    await expectRefused(opened);
    await expect(articles(library)).toHaveCount(1);
    expect(await disk.free(), 'the disk is still full').toBeLessThan(megabyte);
    await add.click();
    await expect(add, 'it is tried again').toBeEnabled();
    await expectRefused(opened);
    await full();

    await add.click();
    await expect(opened).toContainText(sentence('openedAdded'));
    await expect(articles(library)).toHaveCount(2);
    const added = (await readRecordings(app.probe)).find(({ id }) => id !== film.id);
    expect(await mediaOf(), 'the next attempt deletes what is left').toEqual(new Set([film.id, added?.id]));
    const kept = articles(library).filter({ hasNot: library.getByRole('heading', { name: 'large' }) });
    expect(await readPackets((await download(library, kept)).file), 'nothing is lost').toEqual(original);
  });
});

const targets: readonly (Variant & { readonly where: string; readonly method: string })[] = [
  { where: 'the file that you chose', method: 'FileSystemWritableFileStream.prototype.write' },
  {
    where: 'a file of the extension, without the browser’s dialog',
    method: 'FileSystemSyncAccessHandle.prototype.write',
    onlyMeasured: true,
  },
];

for (const { where, method } of staged(targets)) {
  test(`an export to ${where} says that the disk is full, and leaves nothing but the recording`, async ({
    disk,
    site,
  }) => {
    await onSmallDisk(disk, site.moving, [], async (app, tab) => {
      await useFilm(app, tab, 'webm-vp9', 3500);
      const library = await openLibrary(app, stubSavePicker);
      if (method.includes('Sync')) {
        await library.evaluate(() => Object.assign(globalThis, { showSaveFilePicker: undefined }));
      }
      const original = await readPackets((await download(library, articles(library))).file);
      const dialog = await openExport(library, articles(library), 'PNG frames');
      const writing = await haltWorkerOf(app, library, {
        method,
        isMade: false,
        callsBefore: 3,
        worker: 'export-worker',
      });
      await dialog.getByRole('button', { name: 'Start export' }).click();
      await writing.halted;
      expect(await readOriginFiles(app.probe), 'a file was begun').not.toEqual([]);
      const full = await fill(disk, await disk.free());
      await writing.goOn();
      const alert = dialog.getByRole('alert');
      await expect(alert).toContainText(sentence('failureExportDiskFullWhat'));
      await expect(alert).toContainText(sentence('failureExportSaved'));
      await expect.poll(() => readOriginFiles(app.probe), often).toEqual([]);
      await full();
      await dialog.getByRole('button', { name: 'Close', exact: true }).click();
      expect(await readPackets((await download(library, articles(library))).file)).toEqual(original);
    });
  });
}

/** Sets the extension's quota to so many bytes; without a number, resets it. */
async function limitQuota(app: TestBrowser): Promise<(quotaSize?: number) => Promise<void>> {
  const session = await app.context.newCDPSession(app.probe);
  const origin = extensionUrl('').slice(0, -1);
  return async (quotaSize) => {
    const limit = quotaSize === undefined ? {} : { quotaSize };
    await session.send('Storage.overrideQuotaForOrigin', { origin, ...limit });
  };
}

test('a low quota refuses the start, with the reason', async ({ app, tab }) => {
  const limit = await limitQuota(app);
  await limit(150 * megabyte);
  await inPopup(app, tab, async (popup) => {
    await popup.getByRole('button', { name: 'Start recording', exact: true }).click();
    await expect(popup.getByRole('alert')).toContainText(sentence('failureDiskLowWhat'));
  });
  expect(await readRecordings(app.probe)).toEqual([]);
});

test('a quota that becomes low ends the recording in time, and everything is kept', async ({ app, tab }) => {
  const limit = await limitQuota(app);
  const log = await logRecorder(app);
  await startRecording(app, tab, { timeslice: '250 ms' });
  await waitForSlices(app, 8);
  await limit(40 * megabyte);
  await waitForState(app, 'inactive');
  await limit();
  await judgeKept(app, log);
  reportFault({ fault: 'Quota becomes low', rounds: 1, expected: 1, kept: await keptBy(app) });
});
