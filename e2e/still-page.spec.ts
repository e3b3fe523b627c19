import { expect } from '@playwright/test';
import { readSlices } from './support/database';
import { downloadOnly } from './support/library';
import { decodeMedia, probeMedia } from './support/media-file';
import { readSnapshot, startRecording, stopRecording, waitForSlices } from './support/session';
import { readLoudness } from './support/sound';
import { test } from './support/test';

test('a page on which nothing moves gives slices all the same', async ({ app, tab, site }) => {
  await tab.goto(site.still);
  await startRecording(app, tab, { timeslice: '250 ms' });
  await waitForSlices(app, 12);
  expect((await readSnapshot(app)).progress?.stalled).toBe(false);
  const recording = await stopRecording(app, tab);

  const slices = await readSlices(app.probe);
  const covers = slices.filter((slice) => slice.size > 0).map((slice) => slice.coversMs);
  const gaps = covers.slice(1).map((ms, index) => ms - (covers[index] ?? 0));
  expect(Math.max(...gaps), 'the longest time without a slice, in ms').toBeLessThan(1000);
  expect(slices.length).toBeGreaterThanOrEqual(recording.durationMs / 400);

  const { videoFrames, endsAt, complaints } = await decodeMedia(await downloadOnly(app));
  expect(complaints).toEqual([]);
  expect(videoFrames / endsAt, 'frames a second').toBeGreaterThan(3);
});

test('a silent tab is recorded with its silence', async ({ app, tab, site }) => {
  await tab.goto(site.silent);
  await startRecording(app, tab);
  await waitForSlices(app, 3);
  await stopRecording(app, tab);
  const file = await downloadOnly(app);
  const { videoFrames, complaints } = await decodeMedia(file);
  expect(complaints).toEqual([]);
  expect(videoFrames).toBeGreaterThan(20);
  expect((await probeMedia(file)).audio).toBeDefined();
  expect(Math.max(...(await readLoudness(file)))).toBeLessThan(0.01);
});
