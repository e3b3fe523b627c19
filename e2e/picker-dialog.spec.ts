import { expect, type Page } from '@playwright/test';
import type { TestBrowser } from './support/browser';
import { readRecordings } from './support/database';
import { downloadOnly } from './support/library';
import { decodeMedia } from './support/media-file';
import { openPopup } from './support/popup';
import { choose, inPopup, onlyRecording, waitForSlices, waitForState } from './support/session';
import { test } from './support/test';
import { sentence } from './support/texts';

async function startByPicker(app: TestBrowser, tab: Page): Promise<void> {
  const popup = await openPopup(app, tab);
  await choose(popup, { source: 'Screen, window or tab…', timeslice: '250 ms' });
  await popup.getByRole('button', { name: 'Start recording', exact: true }).click();
}

test.describe('the browser’s picker', () => {
  test.use({ headed: true, launch: { permitted: false } });

  test('cancelled: nothing is recorded, and it is said', async ({ app, tab, desktop }) => {
    await startByPicker(app, tab);
    await desktop.window('Choose what to share');
    await expect
      .poll(async () => {
        await desktop.press('Escape');
        return desktop.countWindows('Choose what to share');
      })
      .toBe(0);
    await waitForState(app, 'inactive');
    expect(await readRecordings(app.probe)).toEqual([]);
    await inPopup(app, tab, async (popup) => {
      await expect(popup.getByRole('alert')).toContainText(sentence('failurePermissionDismissedWhat'));
      await expect(popup.getByRole('button', { name: 'Start recording', exact: true })).toBeEnabled();
    });
  });
});

test.describe('the whole screen', () => {
  const args = ['--auto-select-desktop-capture-source=Entire screen'];
  test.use({ headed: true, launch: { permitted: false, args } });

  test('“Stop sharing” ends the recording and saves it', async ({ app, tab, desktop }) => {
    await startByPicker(app, tab);
    await waitForState(app, 'recording');
    await waitForSlices(app, 6);
    const bar = await desktop.window('is sharing your screen');
    await expect
      .poll(async () => {
        // The button is right of the middle; "Hide" is at the end.
        await desktop.click({ x: bar.x + 0.72 * bar.width, y: bar.y + bar.height / 2 });
        return desktop.countWindows('is sharing your screen');
      })
      .toBe(0);
    await waitForState(app, 'inactive');
    const recording = await onlyRecording(app);
    expect(recording).toMatchObject({ state: 'complete', source: 'picker', width: 1600, height: 1000 });
    const { videoFrames, complaints } = await decodeMedia(await downloadOnly(app));
    expect(complaints).toEqual([]);
    expect(videoFrames).toBeGreaterThan(10);
  });
});
