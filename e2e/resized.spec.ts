import { expect } from '@playwright/test';
import type { TestBrowser } from './support/browser';
import { judgeMovingPage, physicalSize } from './support/judge';
import { downloadOnly } from './support/library';
import { frameSizes } from './support/media-file';
import { readSnapshot, startWith, stop } from './support/session';
import { resizeWindow } from './support/tabs';
import { test } from './support/test';

/** Waits until that much recorded time more is on disk, in ms. */
async function recordMore(app: TestBrowser, ms: number): Promise<void> {
  const safeMs = async () => (await readSnapshot(app)).progress?.safeMs ?? 0;
  const until = (await safeMs()) + ms;
  await expect.poll(safeMs, { timeout: 15_000 }).toBeGreaterThan(until);
}

for (const format of ['webm-vp8', 'webm-vp9', 'mp4-h264'] as const) {
  test(`a tab that is resized and zoomed under way: ${format} decodes to its end`, async ({ app, tab }) => {
    expect(await startWith(app, { source: 'tab', format }, tab)).toMatchObject({ ok: true });
    await recordMore(app, 1000);
    await resizeWindow(app, tab, 900, 700);
    await recordMore(app, 1500);
    await app.probe.evaluate(async () => {
      const [tab] = await chrome.tabs.query({ active: true });
      await chrome.tabs.setZoom(tab?.id as number, 1.5);
    });
    await resizeWindow(app, tab, 1100, 640);
    const resizedAt = Date.now();
    await recordMore(app, 2000);
    await stop(app);
    const { width, height } = await physicalSize(tab);
    const file = await downloadOnly(app);
    const { frames } = await judgeMovingPage(file);
    const clock = frames.at(-1)?.clock ?? 0;
    expect(clock, 'recorded to the end').toBeGreaterThan(resizedAt % 2 ** 24);
    const sizes = await frameSizes(file);
    expect(sizes.length, 'the frames have the size of the tab').toBeGreaterThan(2);
    const [lastWidth = 0, lastHeight = 0] = (sizes.at(-1) ?? '').split('x').map(Number);
    // A zoomed page counts in CSS px, which are not whole physical ones.
    expect(Math.abs(lastWidth - width)).toBeLessThanOrEqual(2);
    expect(Math.abs(lastHeight - height)).toBeLessThanOrEqual(2);
  });
}
