import { expect } from '@playwright/test';
import { readBadge } from './support/badge';
import { often } from './support/often';
import { killServiceWorker } from './support/service-worker';
import { inPopup, startRecording, stopRecording, waitForSlices, waitForState } from './support/session';
import { test } from './support/test';

test.use({ shared: true });

test('a service worker that wakes up shows what the recorder does', async ({ app, tab }) => {
  await startRecording(app, tab, { timeslice: '250 ms' });
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

  await killServiceWorker(app);
  expect(await readBadge(app), 'a recording is still marked').toMatchObject({ text: 'REC' });
  await stopRecording(app, tab);
  await expect.poll(() => readBadge(app), often).toEqual({ text: '', title: 'Timeslice' });
});
