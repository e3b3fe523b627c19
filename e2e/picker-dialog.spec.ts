import { expect, type Page } from '@playwright/test';
import type { TestBrowser } from './support/browser';
import { readRecordings } from './support/database';
import { downloadOnly } from './support/library';
import { decodeMedia, frameSizes } from './support/media-file';
import { openPopup } from './support/popup';
import {
  choose,
  inPopup,
  onlyRecording,
  readSnapshot,
  startWith,
  stop,
  waitForSlices,
  waitForState,
} from './support/session';
import { between, readSamples, toneLevel } from './support/sound';
import { resizeWindow } from './support/tabs';
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

/** The colour of the button "Stop sharing" in the browser's bar, and where "Share this tab instead" is from there. */
const stopSharing = [0x0b, 0x57, 0xd0] as const;
const insteadOffset = -176;

test.describe('a tab that was picked', () => {
  test.use({ headed: true, launch: { permitted: false, windowSize: [1000, 760] } });

  test('is changed for another in the browser’s bar: picture and sound follow; no popup was there to see it', async ({
    app,
    tab,
    site,
    desktop,
  }) => {
    await tab.goto(site.silent);
    const popup = await openPopup(app, tab);
    await choose(popup, { source: 'Screen, window or tab…', timeslice: '250 ms' });
    await popup.getByRole('combobox', { name: 'Picker opens on' }).selectOption('browser');
    // The click, and at once the end of the popup: the dialog comes all the same.
    await popup
      .evaluate(() => {
        const buttons = [...document.querySelectorAll('button')];
        buttons.find((button) => button.textContent?.startsWith('Start recording'))?.click();
        window.close();
      })
      .catch(() => undefined);
    const dialog = await desktop.window('Choose what to share');
    await expect
      .poll(async () => {
        await desktop.click({ x: dialog.x + firstThing.browser.x, y: dialog.y + firstThing.browser.y });
        await desktop.press('Return');
        return desktop.countWindows('Choose what to share');
      })
      .toBe(0);
    await waitForState(app, 'recording');
    await waitForSlices(app, 6);

    const [other] = await Promise.all([
      app.context.waitForEvent('page'),
      app.probe.evaluate(
        (url) => chrome.windows.create({ url, left: 0, top: 0, width: 1400, height: 960, focused: true }),
        site.tone(880),
      ),
    ]);
    await other.waitForLoadState();
    const barHeight = 160;
    await expect.poll(() => desktop.locate(stopSharing, barHeight), 'the bar is there').toBeDefined();
    const before = (await readSnapshot(app)).progress?.safeMs ?? 0;
    const place = await desktop.locate(stopSharing, barHeight);
    await desktop.click({ x: (place?.x ?? 0) + insteadOffset, y: place?.y ?? 0 });
    await expect
      .poll(async () => (await readSnapshot(app)).progress?.safeMs ?? 0, { timeout: 20_000 })
      .toBeGreaterThan(before + 4000);
    await resizeWindow(app, other, 1300, 700);
    const resizedAt = (await readSnapshot(app)).progress?.safeMs ?? 0;
    await expect
      .poll(async () => (await readSnapshot(app)).progress?.safeMs ?? 0, { timeout: 20_000 })
      .toBeGreaterThan(resizedAt + 2500);
    const inner = await other.evaluate(() => ({ width: innerWidth, height: innerHeight }));
    await stop(app);
    const file = await downloadOnly(app);
    const { complaints, videoFrames, endsAt } = await decodeMedia(file);
    expect(complaints).toEqual([]);
    expect(videoFrames).toBeGreaterThan(30);
    const sizes = await frameSizes(file);
    expect(sizes.length, 'the size follows').toBeGreaterThan(1);
    const [width = 0, height = 0] = (sizes.at(-1) ?? '').split('x').map(Number);
    expect(width / height).toBeCloseTo(inner.width / inner.height, 1);
    const samples = await readSamples(file);
    expect(toneLevel(between(samples, 0.3, 0.8), 880), 'silent at first').toBeLessThan(-60);
    expect(toneLevel(between(samples, endsAt - 1.2, endsAt - 0.4), 880), 'the sound follows').toBeGreaterThan(
      -6,
    );
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
