import { expect } from '@playwright/test';
import { waitForFrames } from './support/clock-on-disk';
import { readSlices } from './support/database';
import { downloadOnly } from './support/library';
import { decodeMedia, probeMedia } from './support/media-file';
import { startRecording, stop, untilSnapshot, waitForSlices } from './support/session';
import { readLoudness } from './support/sound';
import { test } from './support/test';

test.use({ shared: true });

test('a page on which nothing moves is still recorded in slices', async ({ app, tab, site }) => {
  await tab.goto(site.still);
  await startRecording(app, tab, { timeslice: '250 ms' });
  await waitForSlices(app, 12);
  await untilSnapshot(app, ({ progress }) => progress?.stalled === false);
  await stop(app);

  const slices = await readSlices(app.probe);
  const covers = slices.filter((slice) => slice.size > 0).map((slice) => slice.coversMs);
  expect(covers.length, 'slices with something in them').toBeGreaterThanOrEqual(10);
  const gaps = covers.slice(1).map((ms, index) => ms - (covers[index] ?? 0));
  expect(Math.max(...gaps), 'the longest time without a slice, in ms').toBeLessThan(8000);
  expect(Math.max(...gaps)).toBeGreaterThan(150);

  const { videoFrames, complaints } = await decodeMedia(await downloadOnly(app));
  expect(complaints).toEqual([]);
  // The page paints only one; the recorder requests 5 fps.
  expect(videoFrames).toBeGreaterThan(3);
  expect(videoFrames).toBeLessThan(30 * ((covers.at(-1) ?? 0) / 1000 + 2));
});

test('a silent tab is recorded with its silence', async ({ app, tab, site }) => {
  await tab.goto(site.silent);
  await startRecording(app, tab, { timeslice: '250 ms' });
  await waitForFrames(app, 6);
  const { durationMs } = await stop(app);
  const file = await downloadOnly(app);
  const { videoFrames, complaints } = await decodeMedia(file);
  expect(complaints).toEqual([]);
  expect(videoFrames).toBeGreaterThan(5);
  expect(videoFrames).toBeLessThan(60 * (durationMs / 1000 + 1));
  expect((await probeMedia(file)).audio).toBeDefined();
  expect(Math.max(...(await readLoudness(file)))).toBeLessThan(0.01);
});
