import { expect, type Page } from '@playwright/test';
import type { TestBrowser } from './support/browser';
import { waitUntilRecorded } from './support/clock-on-disk';
import { judgeMovingPage, physicalSize } from './support/judge';
import { downloadOnly } from './support/library';
import { frameSizes } from './support/media-file';
import { clockDifferenceMs, lastClock } from './support/picture';
import { saveRecordedBytes } from './support/recorded-bytes';
import { onlyRecording, startWith, stop, waitForSlices } from './support/session';
import { resizeWindow } from './support/tabs';
import { test } from './support/test';

test.use({ shared: true });

const isSize = (frames: string, { width, height }: { width: number; height: number }) => {
  const [frameWidth = 0, frameHeight = 0] = frames.split('x').map(Number);
  // A zoomed page counts in CSS px, which are not whole physical ones.
  return Math.abs(frameWidth - width) <= 2 && Math.abs(frameHeight - height) <= 2;
};

/** Waits until the last frame on disk has the size of the tab: a busy machine resizes, and encodes, seconds later. */
async function waitForSize(app: TestBrowser, tab: Page): Promise<void> {
  const { id } = await onlyRecording(app);
  await expect(async () => {
    const size = (await frameSizes(await saveRecordedBytes(app.probe, id))).at(-1) ?? '';
    expect(isSize(size, await physicalSize(tab)), `the size of the tab: ${size}`).toBe(true);
  }).toPass({ timeout: 90_000, intervals: [250] });
}

/** Sets the size of the tab's window, and waits until its page has been resized. */
async function resize(app: TestBrowser, tab: Page, width: number, height: number): Promise<void> {
  const before = await tab.evaluate(() => innerWidth);
  await resizeWindow(app, tab, width, height);
  await tab.waitForFunction((old) => innerWidth !== old, before);
}

for (const format of ['webm-vp8', 'webm-vp9', 'mp4-h264'] as const) {
  test(`a tab that is resized and zoomed while recording: ${format} decodes to its end`, async ({
    app,
    tab,
  }) => {
    expect(
      await startWith(app, { source: 'tab', format, timesliceMs: 500, followSize: true }, tab),
    ).toMatchObject({
      ok: true,
    });
    await waitForSlices(app, 1);
    await waitForSize(app, tab);
    await resize(app, tab, 900, 700);
    await waitForSize(app, tab);
    await app.probe.evaluate(async () => {
      const [tab] = await chrome.tabs.query({ active: true });
      await chrome.tabs.setZoom(tab?.id as number, 1.5);
    });
    await resize(app, tab, 1100, 640);
    const resizedAt = Date.now();
    await waitUntilRecorded(app, resizedAt);
    await waitForSize(app, tab);
    await stop(app);
    const size = await physicalSize(tab);
    await app.probe.evaluate(async () => {
      for (const { id } of await chrome.tabs.query({})) await chrome.tabs.setZoom(id as number, 0);
    });
    await resizeWindow(app, tab, 640, 480);
    const file = await downloadOnly(app);
    const { frames } = await judgeMovingPage(file);
    const clock = lastClock(frames);
    expect(clockDifferenceMs(clock, resizedAt), 'recorded to the end').toBeGreaterThan(0);
    const sizes = await frameSizes(file);
    expect(sizes.length, 'the frames have the size of the tab').toBeGreaterThan(2);
    expect(isSize(sizes.at(-1) ?? '', size), `${sizes.at(-1)} is ${JSON.stringify(size)}`).toBe(true);
  });
}
