import { expect, type Locator } from '@playwright/test';
import type { TestBrowser } from './support/browser';
import { clockOnDisk } from './support/clock-on-disk';
import { readSlices } from './support/database';
import { judgeMovingPage } from './support/judge';
import { downloadOnly } from './support/library';
import { logMediaRecorder, readLog } from './support/media-recorder-log';
import { clockDifferenceMs, lastClock } from './support/picture';
import {
  inPopup,
  onlyRecording,
  readElapsedMs,
  readSnapshot,
  recordFor,
  startRecording,
  stop,
  untilSnapshot,
  waitForSlices,
} from './support/session';
import { test } from './support/test';
import { sentence } from './support/texts';

test.use({ shared: true });

/** What an icon is drawn of. */
const pathsOf = (icon: Locator) =>
  icon.evaluate((drawing) => [...drawing.children].map((part) => part.getAttribute('d')));

/** Waits for the next draft: the slice that ends next has something in it. */
async function untilMoreIsSaved(app: TestBrowser): Promise<void> {
  const { progress } = await readSnapshot(app);
  await untilSnapshot(app, ({ progress: now }, bytes) => (now?.bytes ?? 0) > bytes, progress?.bytes ?? 0);
}

test('without a timeslice no data comes until “Make safe now” requests it, and then all of it', async ({
  app,
  tab,
}) => {
  await logMediaRecorder(app);
  await startRecording(app, tab, { timeslice: 'None' });
  await recordFor(app, 2500);
  expect(await readSlices(app.probe)).toEqual([]);
  const [called] = await readLog(app);
  expect(called).not.toHaveProperty('timesliceMs');
  const events = async () => (await readLog(app)).map(({ type }) => type);
  expect(await events()).toEqual(['start()', 'start']);
  const recordedMs = await readElapsedMs(app);

  await inPopup(app, tab, async (popup) => {
    await expect(popup.getByText(sentence('safeNotYetAsk'))).toBeVisible();
    const button = popup.getByRole('button', { name: 'Make safe now', exact: true });
    const shield = popup.getByText(sentence('safeNotYetAsk')).locator('..').locator('svg');
    const drawn = await pathsOf(shield);
    expect(drawn, 'the shield').not.toEqual([]);
    expect(await pathsOf(button.locator('svg')), 'the same').toEqual(drawn);
    await expect(popup.getByText(sentence('madeSafe'))).toHaveCount(0);
    await button.click();
    // Once it says so, the data is on disk, and nothing but the request has brought it.
    await expect(popup.getByText(sentence('madeSafe'))).toBeVisible();
    expect(await readSlices(app.probe)).toHaveLength(1);
    await expect(popup.getByText(sentence('safe'))).toBeVisible();
  });
  expect(await events()).toEqual(['start()', 'start', 'requestData()', 'dataavailable']);
  const [saved, ...more] = await readSlices(app.probe);
  expect(more).toEqual([]);
  // Two clocks: the popup has taken longer to open than they differ, and nothing else was saved before.
  expect(saved?.coversMs, 'all until then').toBeGreaterThan(recordedMs - 500);
  expect(saved?.coversMs).toBeLessThan((await readElapsedMs(app)) + 500);
  const savedClock = await clockOnDisk(app, (await onlyRecording(app)).id);
  await recordFor(app, 1500);
  expect(await readSlices(app.probe)).toHaveLength(1);

  const recording = await stop(app);
  expect(recording).toMatchObject({ timesliceMs: null, sliceCount: 2, state: 'complete' });
  const { frames } = await judgeMovingPage(await downloadOnly(app));
  const clock = lastClock(frames);
  expect(clockDifferenceMs(clock, savedClock), 'the second slice is in the file').toBeGreaterThan(0);
});

test('“Make safe now” adds a slice between those of the timeslice', async ({ app, tab }) => {
  await startRecording(app, tab, { timeslice: '10 s' });
  await inPopup(app, tab, async (popup) => {
    for (const count of [1, 2, 3]) {
      await untilMoreIsSaved(app);
      await popup.getByRole('button', { name: 'Make safe now', exact: true }).click();
      await waitForSlices(app, count);
    }
  });
  await untilMoreIsSaved(app);
  const recording = await stop(app);
  expect(recording).toMatchObject({ timesliceMs: 10_000 });
  // On a slow machine, a timeslice may end meanwhile: that is one more. Two clocks, which differ a little.
  const ended = Math.floor((recording.durationMs + 500) / 10_000);
  expect(recording.sliceCount).toBeGreaterThanOrEqual(4);
  expect(recording.sliceCount).toBeLessThanOrEqual(4 + ended);
  await judgeMovingPage(await downloadOnly(app));
});
