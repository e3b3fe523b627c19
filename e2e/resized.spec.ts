import { expect, type Page } from '@playwright/test';
import { pictureBox, type Size } from '../src/domain/picture-box';
import { followedSize } from '../src/recorder/sources/tab';
import type { TestBrowser } from './support/browser';
import { waitUntilRecorded } from './support/clock-on-disk';
import { compositing } from './support/compositing';
import { judgeMovingPage, physicalSize } from './support/judge';
import { downloadOnly } from './support/library';
import { longIf } from './support/long';
import { frameSizes } from './support/media-file';
import { clockDifferenceMs, lastClock } from './support/picture';
import { saveRecordedBytes } from './support/recorded-bytes';
import { onlyRecording, startWith, stop, waitForSlices } from './support/session';
import { followPixelRatio, resizeWindow, zoomTab } from './support/tabs';
import { test } from './support/test';

test.use({ shared: true });

const isSize = (frames: string, { width, height }: Size) => {
  const [frameWidth = 0, frameHeight = 0] = frames.split('x').map(Number);
  // A zoomed page counts in CSS px, which are not whole physical ones, and a scaled one has even ones.
  return Math.abs(frameWidth - width) <= 4 && Math.abs(frameHeight - height) <= 4;
};

/** The size of the tab, scaled down to little more than that of the start: see docs/decisions.md. */
async function scaledSize(tab: Page, start: Size): Promise<Size> {
  const { max } = followedSize(pictureBox('native', 'webm'), start);
  const { width, height } = await physicalSize(tab);
  const scale = Math.min(1, max.width / width, max.height / height);
  return { width: width * scale, height: height * scale };
}

/** Waits until the last frame on disk has the size of the tab: a busy machine resizes, and encodes, seconds later. */
async function waitForSize(app: TestBrowser, tab: Page, start: Size): Promise<void> {
  const { id } = await onlyRecording(app);
  await expect(async () => {
    const size = (await frameSizes(await saveRecordedBytes(app.probe, id))).at(-1) ?? '';
    const wanted = await scaledSize(tab, start);
    expect(isSize(size, wanted), `${size} is ${JSON.stringify(wanted)}`).toBe(true);
  }).toPass({ timeout: 90_000, intervals: [250] });
}

/** Sets the size of the tab's window, and waits until its page has been resized. */
async function resize(app: TestBrowser, tab: Page, width: number, height: number): Promise<void> {
  const before = await tab.evaluate(() => innerWidth);
  await resizeWindow(app, tab, width, height);
  await tab.waitForFunction((old) => innerWidth !== old, before);
}

for (const [format, path] of [
  ['webm-vp9', 'GPU'],
  ['webm-vp8', 'GPU'],
  ['mp4-h264', 'software'],
] as const) {
  test.describe(`composited by ${path}`, () => {
    test.use({ launch: { args: [...compositing[path]] } });

    test(
      `a tab that is resized and zoomed while recording: ${format} decodes to its end`,
      longIf(format === 'webm-vp8'),
      async ({ app, tab }) => {
        const start = await tab.evaluate(() => ({ width: innerWidth, height: innerHeight }));
        const ratios = await followPixelRatio(tab);
        expect(
          await startWith(app, { source: 'tab', format, timesliceMs: 500, followSize: true }, tab),
        ).toMatchObject({
          ok: true,
        });
        await waitForSlices(app, 1);
        await waitForSize(app, tab, start);
        await resize(app, tab, 900, 700);
        await waitForSize(app, tab, start);
        await zoomTab(app, 1.5);
        await resize(app, tab, 1100, 640);
        const resizedAt = Date.now();
        await waitUntilRecorded(app, resizedAt);
        await waitForSize(app, tab, start);
        await stop(app);
        const size = await scaledSize(tab, start);
        expect(await ratios(), 'zoomed by the user, and not by the recording').toEqual([1, 1.5]);
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
      },
    );
  });
}
