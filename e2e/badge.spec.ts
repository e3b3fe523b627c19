import { expect } from '@playwright/test';
import { readBadge } from './support/badge';
import { judgeMovingPage } from './support/judge';
import { downloadOnly } from './support/library';
import { closeOffscreen, findOffscreen } from './support/offscreen';
import {
  inPopup,
  onlyRecording,
  startRecording,
  stopRecording,
  waitForSlices,
  waitForState,
} from './support/session';
import { test } from './support/test';
import { sentence } from './support/texts';

test('badge and title follow the recording', async ({ app, tab }) => {
  const badge = () => readBadge(app);
  expect(await badge()).toEqual({ text: '', title: 'Timeslice' });
  await startRecording(app, tab);
  await expect.poll(badge).toEqual({ text: 'REC', title: 'Timeslice: recording' });
  await inPopup(app, tab, async (popup) => {
    await popup.getByRole('button', { name: 'Pause', exact: true }).click();
    await waitForState(app, 'paused');
  });
  await expect.poll(badge).toEqual({ text: 'II', title: 'Timeslice: paused' });
  await stopRecording(app, tab);
  await expect.poll(badge).toEqual({ text: '', title: 'Timeslice' });
  await expect.poll(() => findOffscreen(app), 'no recorder is left running').toBeUndefined();
});

test('the offscreen document is closed from outside: what was saved is kept, and it is said', async ({
  app,
  tab,
}) => {
  await startRecording(app, tab, { timeslice: '250 ms' });
  await waitForSlices(app, 6);
  await closeOffscreen(app);
  await expect
    .poll(() => readBadge(app))
    .toMatchObject({ text: '!', title: expect.stringMatching(sentence('titleFound')) });
  await waitForState(app, 'inactive');
  await expect.poll(async () => (await onlyRecording(app)).state).toBe('interrupted');
  await inPopup(app, tab, async (popup) => {
    await expect(popup.getByRole('alert')).toContainText(sentence('foundTitle'));
  });
  await judgeMovingPage(await downloadOnly(app));
  await startRecording(app, tab);
});
