import { expect } from '@playwright/test';
import { readSlices } from './support/database';
import { judgeMovingPage } from './support/judge';
import { downloadOnly } from './support/library';
import { inPopup, onlyRecording, startRecording, stopRecording, waitForSlices } from './support/session';
import { test } from './support/test';

test('a popup that is frozen for 3 s costs no slice that was made', async ({ app, tab }) => {
  await startRecording(app, tab, { timeslice: '250 ms' });
  await waitForSlices(app, 4);
  const before = await readSlices(app.probe);
  await inPopup(app, tab, async (popup) => {
    await popup.evaluate(() => {
      const end = performance.now() + 3000;
      while (performance.now() < end);
    });
  });
  await waitForSlices(app, before.length + 4);
  expect(await onlyRecording(app)).toMatchObject({ state: 'recording' });
  const recording = await stopRecording(app, tab);
  expect(recording.failure).toBeUndefined();

  const slices = await readSlices(app.probe);
  expect(slices.map((slice) => slice.sequence)).toEqual(slices.map((_, index) => index));
  expect(slices.slice(0, before.length)).toEqual(before);
  const { frames, endsAt } = await judgeMovingPage(await downloadOnly(app));
  expect(endsAt * 1000).toBeGreaterThan(recording.durationMs - 1000);
  // The page went on painting, and the recording spans the time of the freeze.
  const [first, last] = [frames[0], frames.at(-1)];
  expect((last?.clock ?? 0) - (first?.clock ?? 0)).toBeGreaterThan(4000);
});
