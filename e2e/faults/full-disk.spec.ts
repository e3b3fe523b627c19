import { expect } from '@playwright/test';
import { readBadge } from '../support/badge';
import type { TestBrowser } from '../support/browser';
import { readRecordings } from '../support/database';
import { extensionUrl } from '../support/extension';
import { keptBy, reportFault, staged, type Variant } from '../support/fault-report';
import { judgeMovingPage } from '../support/judge';
import { expectCovered, judgeSaved } from '../support/judge-saved';
import { downloadOnly } from '../support/library';
import { often } from '../support/often';
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
