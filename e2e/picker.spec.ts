import { expect } from '@playwright/test';
import { waitForFrames, waitUntilRecorded } from './support/clock-on-disk';
import { judgeMovingPage } from './support/judge';
import { downloadOnly } from './support/library';
import { decodeMedia } from './support/media-file';
import { often } from './support/often';
import { readFrames } from './support/picture';
import { expectSaved } from './support/saved-card';
import {
  inPopup,
  onlyRecording,
  readSnapshot,
  startRecording,
  startWith,
  stop,
  waitForSlices,
  waitForState,
  waitUntilSafe,
} from './support/session';
import { test } from './support/test';

test.use({
  shared: true,
  launch: { permitted: false, args: ['--auto-select-tab-capture-source-by-title=Moving page'] },
});

test('records the tab that the user chooses in the browser’s picker, without any permission', async ({
  app,
  tab,
}) => {
  await startRecording(app, tab, { source: 'Screen, window or tab…', timeslice: '250 ms' });
  await waitUntilSafe(app, 1500);
  await inPopup(app, tab, (popup) =>
    expect(popup.getByRole('meter', { name: 'Source audio level' })).toBeVisible(),
  );
  const recording = await stop(app);
  expect(recording).toMatchObject({ source: 'picker', state: 'complete', hasAudio: true });
  await judgeMovingPage(await downloadOnly(app));
  expect(await app.probe.evaluate(() => chrome.permissions.contains({ permissions: ['tabCapture'] }))).toBe(
    false,
  );
});

test('the picked tab closes: what was recorded is saved', async ({ app, tab, site }) => {
  await startRecording(app, tab, { source: 'Screen, window or tab…', timeslice: '250 ms' });
  await waitUntilSafe(app, 1000);
  await tab.close();
  await waitForState(app, 'inactive');
  expect(await onlyRecording(app)).toMatchObject({ state: 'complete' });
  const next = await app.context.newPage();
  await next.goto(site.still);
  await expectSaved(app, next);
  await judgeMovingPage(await downloadOnly(app));
});

test('the picked tab crashes: noticed because no data comes, and recording continues once the tab is back', async ({
  app,
  tab,
}) => {
  expect(await startWith(app, { source: 'picker', timesliceMs: 250 })).toMatchObject({ ok: true });
  await waitForFrames(app, 10);
  const crashed = tab.waitForEvent('crash');
  await tab.goto('chrome://crash').catch(() => undefined);
  await crashed;
  const progress = async () => (await readSnapshot(app)).progress;
  await expect.poll(async () => (await progress())?.stalled, often).toBe(true);
  const reloadedAt = Date.now();
  await app.probe.evaluate(async () => {
    const tabs = await chrome.tabs.query({});
    await chrome.tabs.reload(tabs.find(({ status }) => status === 'unloaded')?.id ?? 0);
  });
  await expect.poll(async () => (await progress())?.stalled, often).toBe(false);
  await waitUntilRecorded(app, reloadedAt);
  await waitForSlices(app, ((await progress())?.sliceCount ?? 0) + 8);
  const { durationMs } = await stop(app);
  const file = await downloadOnly(app);
  expect((await decodeMedia(file)).complaints).toEqual([]);
  // The reloaded page counts its frames from the beginning. A busy browser may deliver the frame before the newest again.
  const read = (await readFrames(file)).flatMap(({ counter }) => counter ?? []);
  const counters = read.filter((counter, index) => counter !== read[index - 1]);
  const isRepeat = (index: number) => [2, 3].some((back) => counters[index - back] === counters[index]);
  const restarts = counters.flatMap((counter, index) =>
    counter < (counters[index - 1] ?? 0) && !isRepeat(index) ? [index] : [],
  );
  expect(restarts).toHaveLength(1);
  expect(restarts[0], 'frames before the crash').toBeGreaterThan(3);
  expect(counters.length - (restarts[0] ?? 0), 'frames after it').toBeGreaterThan(1);
  expect(read.length, 'frames').toBeLessThan(60 * (durationMs / 1000 + 1));
});
