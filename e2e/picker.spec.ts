import { expect } from '@playwright/test';
import { judgeMovingPage } from './support/judge';
import { downloadOnly } from './support/library';
import { decodeMedia } from './support/media-file';
import { openPopup } from './support/popup';
import {
  choose,
  onlyRecording,
  readSnapshot,
  startWith,
  stop,
  stopRecording,
  waitForSlices,
  waitForState,
} from './support/session';
import { test } from './support/test';

test.use({ launch: { permitted: false, args: ['--auto-select-tab-capture-source-by-title=Moving page'] } });

test('records what the person picks in the browser’s dialog, with no permission', async ({ app, tab }) => {
  const popup = await openPopup(app, tab);
  await choose(popup, { source: 'Screen, window or tab…' });
  await popup.getByRole('button', { name: 'Start recording', exact: true }).click();
  await waitForState(app, 'recording');
  await waitForSlices(app, 3);
  const recording = await stopRecording(app, tab);
  expect(recording).toMatchObject({ source: 'picker', state: 'complete', hasAudio: true });
  await judgeMovingPage(await downloadOnly(app));
  expect(await app.probe.evaluate(() => chrome.permissions.contains({ permissions: ['tabCapture'] }))).toBe(
    false,
  );
});

test('the picked tab closes: what was recorded is saved', async ({ app, tab }) => {
  const popup = await openPopup(app, tab);
  await choose(popup, { source: 'Screen, window or tab…' });
  await popup.getByRole('button', { name: 'Start recording', exact: true }).click();
  await waitForState(app, 'recording');
  await waitForSlices(app, 2);
  await tab.close();
  await waitForState(app, 'inactive');
  expect(await onlyRecording(app)).toMatchObject({ state: 'complete' });
  await judgeMovingPage(await downloadOnly(app));
});

test('the picked tab crashes: noticed by its silence, and it goes on once the tab is back', async ({
  app,
  tab,
}) => {
  expect(await startWith(app, { source: 'picker', timesliceMs: 250 })).toMatchObject({ ok: true });
  await waitForSlices(app, 4);
  const crashed = tab.waitForEvent('crash');
  await tab.goto('chrome://crash').catch(() => undefined);
  await crashed;
  const progress = async () => (await readSnapshot(app)).progress;
  await expect.poll(async () => (await progress())?.stalled, { intervals: [50] }).toBe(true);
  await app.probe.evaluate(async () => {
    const tabs = await chrome.tabs.query({});
    await chrome.tabs.reload(tabs.find(({ status }) => status === 'unloaded')?.id ?? 0);
  });
  await expect.poll(async () => (await progress())?.stalled, { timeout: 15_000 }).toBe(false);
  await waitForSlices(app, ((await progress())?.sliceCount ?? 0) + 3);
  await stop(app);
  const { videoFrames, complaints } = await decodeMedia(await downloadOnly(app));
  expect(complaints).toEqual([]);
  expect(videoFrames).toBeGreaterThan(30);
});
