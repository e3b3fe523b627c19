import { expect } from '@playwright/test';
import type { TestBrowser } from './support/browser';
import { waitUntilRecorded } from './support/clock-on-disk';
import { judgeMovingPage, physicalSize } from './support/judge';
import { downloadOnly } from './support/library';
import { frameSizes } from './support/media-file';
import { clockDifferenceMs } from './support/picture';
import { readElapsedMs, startWith, stop, waitUntilSafe } from './support/session';
import { resizeWindow } from './support/tabs';
import { test } from './support/test';

test.use({ shared: true });

/** Waits until everything that is recorded now is on disk. */
async function saveAll(app: TestBrowser): Promise<void> {
  await waitUntilSafe(app, await readElapsedMs(app));
}

for (const format of ['webm-vp8', 'webm-vp9', 'mp4-h264'] as const) {
  test(`a tab that is resized and zoomed while recording: ${format} decodes to its end`, async ({
    app,
    tab,
  }) => {
    expect(await startWith(app, { source: 'tab', format, timesliceMs: 500 }, tab)).toMatchObject({
      ok: true,
    });
    await saveAll(app);
    await resizeWindow(app, tab, 900, 700);
    await saveAll(app);
    await app.probe.evaluate(async () => {
      const [tab] = await chrome.tabs.query({ active: true });
      await chrome.tabs.setZoom(tab?.id as number, 1.5);
    });
    await resizeWindow(app, tab, 1100, 640);
    const resizedAt = Date.now();
    await waitUntilRecorded(app, resizedAt);
    await stop(app);
    const { width, height } = await physicalSize(tab);
    await app.probe.evaluate(async () => {
      for (const { id } of await chrome.tabs.query({})) await chrome.tabs.setZoom(id as number, 0);
    });
    await resizeWindow(app, tab, 640, 480);
    const file = await downloadOnly(app);
    const { frames } = await judgeMovingPage(file);
    const clock = frames.at(-1)?.clock ?? 0;
    expect(clockDifferenceMs(clock, resizedAt), 'recorded to the end').toBeGreaterThan(0);
    const sizes = await frameSizes(file);
    expect(sizes.length, 'the frames have the size of the tab').toBeGreaterThan(2);
    const [lastWidth = 0, lastHeight = 0] = (sizes.at(-1) ?? '').split('x').map(Number);
    // A zoomed page counts in CSS px, which are not whole physical ones.
    expect(Math.abs(lastWidth - width)).toBeLessThanOrEqual(2);
    expect(Math.abs(lastHeight - height)).toBeLessThanOrEqual(2);
  });
}
