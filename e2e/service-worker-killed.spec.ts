import { expect } from '@playwright/test';
import { readBadge } from './support/badge';
import type { TestBrowser } from './support/browser';
import { often } from './support/often';
import { killServiceWorker } from './support/service-worker';
import { inPopup, startRecording, waitForSlices, waitForState } from './support/session';
import { test } from './support/test';

test.use({ shared: true });

/** Sets what the button shows, so that only a service worker that wakes up puts it right. Another may start at once. */
async function spoilBadge(app: TestBrowser): Promise<void> {
  await app.probe.evaluate(async () => {
    await chrome.action.setBadgeText({ text: 'old' });
    await chrome.action.setTitle({ title: 'old' });
  });
}

test('a service worker that wakes up shows what the recorder does', async ({ app, tab }) => {
  await startRecording(app, tab, { timeslice: '250 ms' });
  await waitForSlices(app, 1);
  await inPopup(app, tab, async (popup) => {
    await popup.getByRole('button', { name: 'Pause', exact: true }).click();
    await waitForState(app, 'paused');
  });
  await spoilBadge(app);
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

  await spoilBadge(app);
  await killServiceWorker(app);
  await waitForState(app, 'recording');
  await expect.poll(() => readBadge(app), often).toEqual({ text: 'REC', title: 'Timeslice: recording' });
  await inPopup(app, tab, async (popup) => {
    await popup.getByRole('button', { name: 'Stop', exact: true }).click();
    await waitForState(app, 'inactive');
    // While it is open, it sees that the recording is saved.
    await expect.poll(() => readBadge(app), often).toEqual({ text: '', title: 'Timeslice' });
  });
});
