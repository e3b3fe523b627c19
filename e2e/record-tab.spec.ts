import { expect } from '@playwright/test';
import { readSlices } from './support/database';
import { clockLeaps, judgeMovingPage, physicalSize } from './support/judge';
import { downloadOnly } from './support/library';
import { flashTimes, longestGap } from './support/picture';
import { inPopup, startRecording, stopRecording, waitForSlices, waitForState } from './support/session';
import { beepTimes, readLoudness } from './support/sound';
import { test } from './support/test';

test('the popup records the tab: start, pause, resume, stop, download', async ({ app, tab }) => {
  await startRecording(app, tab);
  await waitForSlices(app, 4);
  await inPopup(app, tab, async (popup) => {
    await popup.getByRole('button', { name: 'Pause', exact: true }).click();
    await waitForState(app, 'paused');
  });
  const sliceCount = (await readSlices(app.probe)).length;
  const pausedAt = Date.now();
  await tab.waitForFunction((until) => Date.now() > until, pausedAt + 2000);
  expect((await readSlices(app.probe)).length, 'nothing is recorded in a pause').toBe(sliceCount);
  await inPopup(app, tab, async (popup) => {
    await popup.getByRole('button', { name: 'Resume', exact: true }).click();
    await waitForState(app, 'recording');
  });
  await waitForSlices(app, sliceCount + 3);
  const recording = await stopRecording(app, tab);
  const stoppedAt = Date.now();

  const { width, height } = await physicalSize(tab);
  expect(recording).toMatchObject({ state: 'complete', source: 'tab', timesliceMs: 1000, hasAudio: true });
  expect(recording).toMatchObject({ width, height });
  expect(recording.failure).toBeUndefined();
  const slices = await readSlices(app.probe);
  expect(slices.map((slice) => slice.sequence)).toEqual(slices.map((_, index) => index));
  expect(recording.sliceCount).toBe(slices.length);
  expect(recording.bytes).toBe(slices.reduce((sum, slice) => sum + slice.size, 0));

  const file = await downloadOnly(app);
  const { media, frames, endsAt } = await judgeMovingPage(file);
  expect(media.containers).toContain('webm');
  expect(media.video).toMatchObject({ width, height });
  // A slice lasts the timeslice and up to 60 ms more; the last one is cut short.
  expect(slices.length).toBeGreaterThanOrEqual(Math.floor(endsAt / 1.06));
  expect(slices.length).toBeLessThanOrEqual(Math.ceil(endsAt) + 1);

  const clock = frames.at(-1)?.clock ?? 0;
  expect((stoppedAt % 2 ** 24) - clock, 'recorded to the end').toBeLessThan(1500);
  const leaps = clockLeaps(frames);
  expect(
    leaps.filter((leap) => leap > 1),
    'one pause, of its length',
  ).toHaveLength(1);
  expect(longestGap(frames), 'no jump in the picture').toBeLessThan(0.6);

  const beeps = beepTimes(await readLoudness(file));
  expect(beeps.length, 'the sound is the tab’s').toBeGreaterThanOrEqual(4);
  // A beep is known by the quiet before it, which is not there at the start of the file, nor where the pause has
  // brought two beeps together.
  const flashes = flashTimes(frames).filter(
    (flash, index, all) => flash > 0.5 && flash < endsAt - 0.5 && flash - (all[index - 1] ?? 0) > 0.5,
  );
  expect(flashes.length).toBeGreaterThanOrEqual(3);
  for (const flash of flashes) {
    const distances = beeps.map((beep) => Math.abs(beep - flash));
    expect(Math.min(...distances), `a beep with the flash at ${flash} s`).toBeLessThan(0.2);
  }
});

test.describe('on a screen with two pixels for one', () => {
  test.use({ launch: { deviceScaleFactor: 2, windowSize: [800, 600] } });

  test('the picture has the physical size of the tab', async ({ app, tab }) => {
    await startRecording(app, tab);
    await waitForSlices(app, 3);
    const recording = await stopRecording(app, tab);
    const { width, height } = await physicalSize(tab);
    expect(width).toBe(1600);
    expect(recording).toMatchObject({ width, height });
    const { media } = await judgeMovingPage(await downloadOnly(app));
    expect(media.video).toMatchObject({ width, height });
  });
});
