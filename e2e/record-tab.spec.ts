import { expect } from '@playwright/test';
import { clockOnDisk } from './support/clock-on-disk';
import { readSlices } from './support/database';
import { judgeMovingPage } from './support/judge';
import { downloadOnly } from './support/library';
import { clockDifferenceMs, clockLeaps, lastClock } from './support/picture';
import { readRecordedBytes } from './support/recorded-bytes';
import {
  inPopup,
  onlyRecording,
  readElapsedMs,
  startRecording,
  stopRecording,
  untilSnapshot,
  waitForSlices,
  waitForState,
} from './support/session';
import { median } from './support/sound';
import { readBeeps } from './support/sync';
import { recordedSize } from './support/tabs';
import { test } from './support/test';

test.use({ shared: true });

test('the popup records the tab: start, pause, resume, stop, download', async ({ app, tab }) => {
  const size = await recordedSize(app);
  await startRecording(app, tab);
  await waitForSlices(app, 4);
  const pause = { clickedAt: Date.now(), from: 0, until: 0, resumedAt: 0 };
  await inPopup(app, tab, async (popup) => {
    await popup.getByRole('button', { name: 'Pause', exact: true }).click();
    await waitForState(app, 'paused');
  });
  const pausedMs = await readElapsedMs(app);
  // All that was recorded is on disk, however long the pause lasts.
  await untilSnapshot(app, ({ progress }, ms) => (progress?.safeMs ?? 0) >= ms, pausedMs);
  pause.from = Date.now();
  // A pause of several timeslices, much longer than a busy machine stands still.
  await tab.waitForFunction((until) => Date.now() > until, pause.from + 4000);
  expect(await readElapsedMs(app), 'nothing is recorded in a pause').toBe(pausedMs);
  // What was recorded before may come late from a busy encoder.
  const before = await readSlices(app.probe);
  const sliceCount = before.length;
  expect(Math.max(...before.map(({ coversMs }) => coversMs)), 'nothing of the pause').toBeLessThanOrEqual(
    pausedMs,
  );
  await inPopup(app, tab, async (popup) => {
    pause.until = Date.now();
    await popup.getByRole('button', { name: 'Resume', exact: true }).click();
    await waitForState(app, 'recording');
  });
  pause.resumedAt = Date.now();
  await waitForSlices(app, sliceCount + 3);
  const savedClock = await clockOnDisk(app, (await onlyRecording(app)).id);
  const recording = await stopRecording(app, tab);

  const { width, height } = size;
  expect(recording).toMatchObject({ state: 'complete', source: 'tab', timesliceMs: 1000, hasAudio: true });
  expect(recording).toMatchObject({ width, height });
  expect(recording.failure).toBeUndefined();
  const slices = await readSlices(app.probe);
  expect(slices.map((slice) => slice.sequence)).toEqual(slices.map((_, index) => index));
  expect(recording.sliceCount).toBe(slices.length);
  expect(recording.bytes).toBe((await readRecordedBytes(app.probe, recording.id)).bytes.length);

  const file = await downloadOnly(app);
  const { media, frames } = await judgeMovingPage(file);
  expect(media.containers).toContain('webm');
  expect(media.video).toMatchObject({ width, height });
  // No slice is shorter than the timeslice, except those that the pause and the end cut short; on a busy machine they are longer.
  expect(slices.length).toBeLessThanOrEqual(Math.ceil(recording.durationMs / 1000) + 3);
  expect(slices.length).toBeGreaterThanOrEqual(recording.durationMs / 4000);

  const clock = lastClock(frames);
  expect(clockDifferenceMs(clock, savedClock), 'the last slice, cut short, is in the file').toBeGreaterThan(
    0,
  );
  const leaps = clockLeaps(frames).filter((leap) => Math.abs(leap) > 2);
  expect(leaps, 'one pause').toHaveLength(1);
  const [leap = 0] = leaps;
  expect(1000 * leap, 'of its length, to 2 s').toBeGreaterThan(pause.until - pause.from - 2000);
  expect(1000 * leap).toBeLessThan(pause.resumedAt - pause.clickedAt + 2000);

  const beeps = await readBeeps(file);
  expect(beeps.length, 'the sound is the tab’s').toBeGreaterThanOrEqual(3);
  // A beep that belongs to another second is 500 ms off. `sync.spec.ts` judges more beeps.
  expect(Math.abs(median(beeps.map(({ earlyMs }) => earlyMs))), 'ms between picture and sound').toBeLessThan(
    250,
  );
});
