import { expect } from '@playwright/test';
import { expectBadge, readBadge } from './support/badge';
import { readSlices } from './support/database';
import { judgeMovingPage } from './support/judge';
import { downloadOnly } from './support/library';
import { often } from './support/often';
import { killServiceWorker } from './support/service-worker';
import { inPopup, startRecording, stopRecording, waitForSlices, waitForState } from './support/session';
import { test } from './support/test';

test.use({ shared: true });

test('a recording outlives the service worker, and can be stopped', async ({ app, tab }) => {
  await startRecording(app, tab);
  await waitForSlices(app, 1);
  const badge = { text: 'REC', title: 'Timeslice: recording' };
  await expectBadge(app, badge);
  await killServiceWorker(app);
  await expectBadge(app, badge);
  await waitForSlices(app, (await readSlices(app.probe)).length + 2);

  const recording = await stopRecording(app, tab);
  expect(recording.state).toBe('complete');
  expect(recording.failure).toBeUndefined();
  await expect.poll(() => readBadge(app), often).toEqual({ text: '', title: 'Timeslice' });
  await judgeMovingPage(await downloadOnly(app));
});

test('a service worker that wakes up shows what the recorder does', async ({ app, tab }) => {
  await startRecording(app, tab);
  await waitForSlices(app, 1);
  await inPopup(app, tab, async (popup) => {
    await popup.getByRole('button', { name: 'Pause', exact: true }).click();
    await waitForState(app, 'paused');
  });
  // Before it is killed: another may start at once.
  await app.probe.evaluate(async () => {
    await chrome.action.setBadgeText({ text: 'old' });
    await chrome.action.setTitle({ title: 'old' });
  });
  await killServiceWorker(app);
  // Any message wakes it.
  await waitForState(app, 'paused');
  await expect.poll(() => readBadge(app), often).toEqual({ text: 'II', title: 'Timeslice: paused' });

  await inPopup(app, tab, async (popup) => {
    await expect(popup.getByRole('status')).toContainText('Paused');
    await popup.getByRole('button', { name: 'Resume', exact: true }).click();
    await waitForState(app, 'recording');
  });
  await expect.poll(() => readBadge(app), often).toEqual({ text: 'REC', title: 'Timeslice: recording' });
});
