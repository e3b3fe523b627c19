import { expect } from '@playwright/test';
import { readBadge } from './support/badge';
import { findOffscreen } from './support/offscreen';
import { often } from './support/often';
import { inPopup, startRecording, stop, waitForState } from './support/session';
import { test } from './support/test';

test.use({ shared: true });

test('badge and title follow the recording', async ({ app, tab }) => {
  const badge = () => readBadge(app);
  await expect.poll(badge, often).toEqual({ text: '', title: 'Timeslice' });
  await startRecording(app, tab);
  await expect.poll(badge, often).toEqual({ text: 'REC', title: 'Timeslice: recording' });
  await inPopup(app, tab, async (popup) => {
    await popup.getByRole('button', { name: 'Pause', exact: true }).click();
    await waitForState(app, 'paused');
  });
  await expect.poll(badge, often).toEqual({ text: 'II', title: 'Timeslice: paused' });
  await stop(app);
  await expect.poll(badge, often).toMatchObject({ text: '✓' });
  await expect
    .poll(() => findOffscreen(app), { message: 'no recorder is left running', ...often })
    .toBeUndefined();
});
