import { expect, type Page } from '@playwright/test';
import type { TestBrowser } from './support/browser';
import { readRecordings } from './support/database';
import { downloadOnly } from './support/library';
import { decodeMedia } from './support/media-file';
import { openPopup } from './support/popup';
import {
  choose,
  inPopup,
  onlyRecording,
  startWith,
  stop,
  waitForSlices,
  waitForState,
} from './support/session';
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

/** Where in the dialog the first thing of each pane is, in px from its upper left corner. */
const firstThing = {
  monitor: { x: 150, y: 150 },
  window: { x: 125, y: 130 },
  browser: { x: 115, y: 81 },
} as const;

test.describe('the browser’s picker opens on what was asked for', () => {
  // A window of another shape than the screen.
  test.use({ headed: true, launch: { permitted: false, windowSize: [900, 800] } });

  for (const surface of ['monitor', 'window', 'browser'] as const) {
    test(`a click there records it: ${surface}`, async ({ app, tab, desktop }) => {
      await tab.bringToFront();
      const started = startWith(app, { source: 'picker', surface, resolution: 720 });
      const dialog = await desktop.window('Choose what to share');
      await expect
        .poll(async () => {
          await desktop.click({ x: dialog.x + firstThing[surface].x, y: dialog.y + firstThing[surface].y });
          await desktop.press('Return');
          return desktop.countWindows('Choose what to share');
        })
        .toBe(0);
      expect(await started).toMatchObject({ ok: true });
      await waitForSlices(app, 2);
      const { width, height } = await stop(app);
      const inner = await tab.evaluate(() => ({ width: innerWidth, height: innerHeight }));
      const outer = await tab.evaluate(() => ({ width: outerWidth, height: outerHeight }));
      // All that fits into 1280 x 720, with its aspect.
      const aspects = {
        monitor: 1600 / 1000,
        window: outer.width / outer.height,
        browser: inner.width / inner.height,
      };
      expect(Math.max(width / 1280, height / 720)).toBeLessThanOrEqual(1);
      const distances = Object.entries(aspects).map(([name, aspect]) => ({
        name,
        by: Math.abs(width / height - aspect),
      }));
      expect(distances.sort((one, other) => one.by - other.by)[0]).toMatchObject({ name: surface });
      const { videoFrames, complaints } = await decodeMedia(await downloadOnly(app));
      expect(complaints).toEqual([]);
      expect(videoFrames).toBeGreaterThan(5);
    });
  }
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
