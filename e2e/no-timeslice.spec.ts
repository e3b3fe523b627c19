import { expect } from '@playwright/test';
import { readSlices } from './support/database';
import { judgeMovingPage } from './support/judge';
import { downloadOnly } from './support/library';
import {
  inPopup,
  readElapsedMs,
  recordFor,
  startRecording,
  stopRecording,
  waitForSlices,
} from './support/session';
import { test } from './support/test';
import { sentence } from './support/texts';

test.use({ shared: true });

test('without a timeslice nothing is saved until “Save now”, and then all of it', async ({ app, tab }) => {
  await startRecording(app, tab, { timeslice: 'None' });
  await recordFor(app, 2500);
  expect(await readSlices(app.probe)).toEqual([]);
  const recordedMs = await readElapsedMs(app);

  await inPopup(app, tab, async (popup) => {
    await expect(popup.getByText(sentence('safeNotYetAsk'))).toBeVisible();
    await popup.getByRole('button', { name: 'Save now', exact: true }).click();
    await waitForSlices(app, 1);
    await expect(popup.getByText(sentence('safe'))).toBeVisible();
  });
  const [saved, ...more] = await readSlices(app.probe);
  expect(more).toEqual([]);
  expect(saved?.coversMs, 'all until then').toBeGreaterThanOrEqual(recordedMs);
  await recordFor(app, 1500);
  expect(await readSlices(app.probe)).toHaveLength(1);

  const recording = await stopRecording(app, tab);
  expect(recording).toMatchObject({ timesliceMs: null, sliceCount: 2, state: 'complete' });
  const { endsAt } = await judgeMovingPage(await downloadOnly(app));
  expect(endsAt * 1000, 'the second slice is in the file').toBeGreaterThan(saved?.coversMs ?? 0);
});

test('“Save now” adds a slice between those of the timeslice', async ({ app, tab }) => {
  await startRecording(app, tab, { timeslice: '10 s' });
  await inPopup(app, tab, async (popup) => {
    for (const count of [1, 2, 3]) {
      await popup.getByRole('button', { name: 'Save now', exact: true }).click();
      await waitForSlices(app, count);
    }
  });
  const recording = await stopRecording(app, tab);
  expect(recording).toMatchObject({ sliceCount: 4, timesliceMs: 10_000 });
  await judgeMovingPage(await downloadOnly(app));
});
