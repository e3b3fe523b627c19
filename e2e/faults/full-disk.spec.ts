import { open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, type Page } from '@playwright/test';
import { readBadge } from '../support/badge';
import { launchBrowser, type TestBrowser } from '../support/browser';
import { readSlices } from '../support/database';
import { distFolder, extensionUrl } from '../support/extension';
import { keptBy, reportFault, smallWindow } from '../support/fault-report';
import { judgeMovingPage } from '../support/judge';
import { downloadOnly } from '../support/library';
import { openPopup } from '../support/popup';
import { createProfile } from '../support/profile';
import {
  inPopup,
  onlyRecording,
  readSnapshot,
  startRecording,
  waitForSlices,
  waitForState,
} from '../support/session';
import { mountSmallDisk, type SmallDisk } from '../support/small-disk';
import { test } from '../support/test';
import { sentence } from '../support/texts';

const megabyte = 1_000_000;

/** Fills a disk but for that many bytes. @returns frees it again */
async function fill(folder: string, bytes: number): Promise<() => Promise<void>> {
  const name = join(folder, 'filler');
  const file = await open(name, 'w');
  const zeros = Buffer.alloc(2 ** 20);
  for (let at = 0; at < bytes; at += zeros.length)
    await file.write(zeros, 0, Math.min(zeros.length, bytes - at));
  await file.close();
  return () => rm(name);
}

/** What was saved is a good file, as long as what the row says. */
async function judgeSaved(app: TestBrowser): Promise<void> {
  const recording = await onlyRecording(app);
  expect(recording).toMatchObject({ state: 'complete', failure: { code: 'disk-full' } });
  const slices = await readSlices(app.probe);
  expect(slices.map(({ sequence }) => sequence)).toEqual(slices.map((_, index) => index));
  const { endsAt } = await judgeMovingPage(await downloadOnly(app));
  expect(endsAt).toBeGreaterThan(2);
  expect(Math.abs(endsAt - recording.durationMs / 1000)).toBeLessThan(0.5);
}

/** A browser whose profile has a disk of 600 MB for itself, with a tab that shows the page. */
async function onSmallDisk(
  page: string,
  args: readonly string[],
  act: (stage: { readonly disk: SmallDisk; readonly app: TestBrowser; readonly tab: Page }) => Promise<void>,
): Promise<void> {
  const disk = await mountSmallDisk(600);
  try {
    const profile = await createProfile({ extension: distFolder, permitted: true, parent: disk.folder });
    const app = await launchBrowser({ profile, args, ...smallWindow });
    try {
      const tab = await app.context.newPage();
      await tab.goto(page);
      await act({ disk, app, tab });
    } finally {
      await app.close();
    }
  } finally {
    await disk.remove();
  }
}

for (const backend of ['LevelDB', 'SQLite']) {
  const args = backend === 'SQLite' ? ['--enable-features=IdbSqliteBackingStore'] : [];

  test(`a disk that fills up ends the recording in time, and everything is kept (${backend})`, async ({
    site,
  }) => {
    await onSmallDisk(site.moving, args, async ({ disk, app, tab }) => {
      // Less than 200 MB: refused, with the reason.
      const empty = await fill(disk.folder, (await disk.free()) - 180 * megabyte);
      await inPopup(app, tab, async (popup) => {
        await popup.getByRole('button', { name: 'Start recording', exact: true }).click();
        await expect(popup.getByRole('alert')).toContainText(sentence('failureDiskLowWhat'));
      });
      await empty();

      await startRecording(app, tab, { timeslice: '250 ms' });
      await waitForSlices(app, 8);
      expect((await readSnapshot(app)).progress?.disk?.freeBytes).toBeGreaterThan(200 * megabyte);
      // Somebody else takes the rest: enough for a while yet, and then not.
      const filled = await fill(disk.folder, (await disk.free()) - 100 * megabyte);
      await expect.poll(async () => (await readSnapshot(app)).progress?.disk?.low).toBe(true);
      await expect
        .poll(() => readBadge(app))
        .toMatchObject({ title: expect.stringMatching(sentence('titleDiskLow')) });
      await inPopup(app, tab, (popup) => expect(popup.getByText(sentence('diskLowExplain'))).toBeVisible());
      await filled();
      const full = await fill(disk.folder, (await disk.free()) - 60 * megabyte);
      await waitForState(app, 'inactive');
      expect((await readSnapshot(app)).session).toMatchObject({
        last: { saved: true, failure: { code: 'disk-full' } },
      });
      await full();
      await judgeSaved(app);
      reportFault({ fault: `Disk fills up, ${backend}`, rounds: 1, expected: 1, kept: await keptBy(app) });
    });
  });

  test(`a disk that is full at once costs nothing that the reserve can hold (${backend})`, async ({
    site,
  }) => {
    await onSmallDisk(site.moving, args, async ({ disk, app, tab }) => {
      await startRecording(app, tab, { timeslice: '250 ms' });
      await waitForSlices(app, 8);
      const full = await fill(disk.folder, await disk.free()).catch(
        () => () => rm(join(disk.folder, 'filler')),
      );
      await expect
        .poll(async () => (await readSnapshot(app)).session, { timeout: 30_000 })
        .toMatchObject({ state: 'inactive', last: { failure: { code: 'disk-full' } } });
      expect((await readSnapshot(app)).rescues, 'the reserve was enough').toBeUndefined();
      await full();
      await judgeSaved(app);
      reportFault({
        fault: `Disk full at once, ${backend}`,
        rounds: 1,
        expected: 1,
        kept: await keptBy(app),
      });
    });
  });
}

test('a quota that is low refuses the start; one that becomes low ends the recording', async ({
  app,
  tab,
}) => {
  const session = await app.context.newCDPSession(app.probe);
  const limit = (quotaSize?: number) =>
    session.send('Storage.overrideQuotaForOrigin', {
      origin: extensionUrl('').slice(0, -1),
      ...(quotaSize === undefined ? {} : { quotaSize }),
    });
  await limit(150 * megabyte);
  const popup = await openPopup(app, tab);
  await popup.getByRole('button', { name: 'Start recording', exact: true }).click();
  await expect(popup.getByRole('alert')).toContainText(sentence('failureDiskLowWhat'));
  await popup.close();
  await limit();
  await startRecording(app, tab, { timeslice: '250 ms' });
  await waitForSlices(app, 8);
  await limit(40 * megabyte);
  await waitForState(app, 'inactive');
  await limit();
  await judgeSaved(app);
  reportFault({ fault: 'Quota becomes low', rounds: 1, expected: 1, kept: await keptBy(app) });
});
