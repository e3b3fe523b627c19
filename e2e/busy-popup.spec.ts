import { expect } from '@playwright/test';
import { waitUntilRecorded } from './support/clock-on-disk';
import { readSlices } from './support/database';
import { judgeMovingPage } from './support/judge';
import { downloadOnly } from './support/library';
import { clockDifferenceMs, firstClock, lastClock } from './support/picture';
import { inPopup, onlyRecording, startRecording, stopRecording, waitForSlices } from './support/session';
import { test } from './support/test';

test.use({ shared: true });

test('a popup that is frozen for 3 s costs no slice', async ({ app, tab }) => {
  await startRecording(app, tab, { timeslice: '250 ms' });
  await waitForSlices(app, 4);
  const before = await readSlices(app.probe);
  const freeze = await inPopup(app, tab, (popup) =>
    popup.evaluate(() => {
      const begin = Date.now();
      const end = performance.now() + 3000;
      while (performance.now() < end);
      return { begin, end: Date.now() };
    }),
  );
  await waitUntilRecorded(app, freeze.end);
  // The popup opened and froze meanwhile: these come after it.
  await waitForSlices(app, (await readSlices(app.probe)).length + 4);
  expect(await onlyRecording(app)).toMatchObject({ state: 'recording' });
  const recording = await stopRecording(app, tab);
  expect(recording.failure).toBeUndefined();

  const slices = await readSlices(app.probe);
  expect(slices.map((slice) => slice.sequence)).toEqual(slices.map((_, index) => index));
  expect(slices.slice(0, before.length)).toEqual(before);
  const { frames } = await judgeMovingPage(await downloadOnly(app));
  expect(clockDifferenceMs(freeze.begin, firstClock(frames)), 'it begins before the freeze').toBeGreaterThan(
    0,
  );
  expect(clockDifferenceMs(lastClock(frames), freeze.end), 'it ends after the freeze').toBeGreaterThan(0);
});
