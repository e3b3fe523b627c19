import { expect, type Page } from '@playwright/test';
import { readRecordings, readSlices } from './support/database';
import { logMediaRecorder, readLog } from './support/media-recorder-log';
import { clickAway, openPopup } from './support/popup';
import {
  choose,
  inPopup,
  readSnapshot,
  showMore,
  startRecording,
  stop,
  waitForSlices,
  waitForState,
} from './support/session';
import { test } from './support/test';
import { sentence } from './support/texts';

test.use({ shared: true });

const timeslice = (popup: Page) => popup.getByRole('combobox', { name: 'Timeslice' });
const start = (popup: Page) => popup.getByRole('button', { name: 'Start recording', exact: true });

test('offers the timeslices, one second first', async ({ app, tab }) => {
  const popup = await openPopup(app, tab);
  await showMore(popup);
  const options = timeslice(popup).getByRole('option');
  await expect(options).toHaveText(['250 ms', '1 s', '5 s', '10 s', 'Custom…', 'None']);
  await expect(timeslice(popup).locator('option:checked')).toHaveText('1 s');
});

test('refuses an invalid number as it is typed', async ({ app, tab }) => {
  const popup = await openPopup(app, tab);
  await showMore(popup);
  await timeslice(popup).selectOption('Custom…');
  const input = popup.getByRole('spinbutton');
  for (const bad of ['99', '3600001', '250.5', '-1000', '']) {
    await input.fill(bad);
    await expect(input, `"${bad}" is marked`).toHaveAttribute('aria-invalid', 'true');
    await expect(popup.getByText(sentence('timesliceCustomError'))).toBeVisible();
    await expect(start(popup)).toBeDisabled();
  }
  // If the field is hidden, a note beside the button says it.
  await popup.getByText('More', { exact: true }).click();
  await expect(input).toBeHidden();
  await expect(start(popup)).toHaveAccessibleDescription(sentence('wrongNumber'));
  await popup.getByRole('button', { name: 'Fix', exact: true }).click();
  await expect(input).toBeFocused();
  for (const good of ['100', '3600000']) {
    await input.fill(good);
    await expect(input, `"${good}" is right`).not.toHaveAttribute('aria-invalid', 'true');
    await expect(start(popup)).toBeEnabled();
  }
  expect(await readRecordings(app.probe)).toEqual([]);
});

test('records with a custom number', async ({ app, tab }) => {
  await logMediaRecorder(app);
  const popup = await openPopup(app, tab);
  await showMore(popup);
  await timeslice(popup).selectOption('Custom…');
  await popup.getByRole('spinbutton').fill('400');
  await clickAway(popup);
  await waitForState(app, 'recording');
  await waitForSlices(app, 12);
  const recording = await stop(app);
  expect(recording.timesliceMs).toBe(400);
  const [called] = await readLog(app);
  expect(called).toMatchObject({ type: 'start()', timesliceMs: 400 });
  const slices = (await readSlices(app.probe)).length;
  // A busy machine delays single ones; on average, none comes early.
  expect(slices, 'not more than the timeslice allows').toBeLessThan(recording.durationMs / 300 + 1);
  expect(slices).toBeGreaterThanOrEqual(Math.floor(recording.durationMs / 2000));
});

test('says what a crash would cost without a timeslice', async ({ app, tab }) => {
  const popup = await openPopup(app, tab);
  await choose(popup, { timeslice: 'None' });
  await expect(popup.getByText(sentence('timesliceNoneWarning'))).toBeVisible();
});

test('shows the real interval if the format can’t keep the chosen one', async ({ app, tab }) => {
  const popup = await openPopup(app, tab);
  await choose(popup, { timeslice: '250 ms', format: 'webm-vp9' });
  await expect(popup.getByText(sentence('timesliceCadence'))).toBeHidden();
  await choose(popup, { format: 'mp4-h264' });
  await expect(popup.getByText(sentence('timesliceCadence'))).toContainText('1 s');
});

test('remembers the choices', async ({ app, tab }) => {
  const popup = await openPopup(app, tab);
  await choose(popup, { timeslice: '5 s', format: 'webm-vp8' });
  await popup.close();
  const again = await openPopup(app, tab);
  await showMore(again);
  await expect(timeslice(again).locator('option:checked')).toHaveText('5 s');
  await expect(again.getByRole('combobox', { name: 'Format' })).toHaveValue('webm-vp8');
});

test('MP4 has at most a slice per second, whatever shorter time was chosen', async ({ app, tab }) => {
  await startRecording(app, tab, { timeslice: '250 ms', format: 'mp4-h264' });
  await waitForSlices(app, 6);
  await inPopup(app, tab, async (popup) => {
    await popup.getByRole('button', { name: 'Pause', exact: true }).click();
    await waitForState(app, 'paused');
    await popup.getByRole('button', { name: 'Make safe now', exact: true }).click();
    // The browser keeps what it recorded since the last key frame.
    const [safe, waits] = [
      popup.getByText(sentence('madeSafe')),
      popup.getByText(sentence('restAfterPause')),
    ];
    await expect(safe.or(waits)).toBeVisible();
    const { progress } = await readSnapshot(app);
    const isSafe = progress !== undefined && progress.safeMs >= progress.elapsedMs;
    await expect(isSafe ? safe : waits).toBeVisible();
  });
  const recording = await stop(app);
  const slices = (await readSlices(app.probe)).filter((slice) => slice.size > 0);
  expect(slices.length).toBeLessThanOrEqual(Math.ceil(recording.durationMs / 1000) + 2);
  expect(slices.length).toBeGreaterThanOrEqual(6);
});
