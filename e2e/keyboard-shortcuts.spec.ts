import { expect } from '@playwright/test';
import { expectBadge } from './support/badge';
import { readSlices } from './support/database';
import { judgeMovingPage } from './support/judge';
import { downloadOnly } from './support/library';
import { isPopupOpen, openPopup } from './support/popup';
import { expectSaved } from './support/saved-card';
import {
  choose,
  onlyRecording,
  recordFor,
  startWith,
  stop,
  untilSnapshot,
  waitForSlices,
  waitForState,
} from './support/session';
import { test } from './support/test';

test.use({ headed: true });

test('the real keys start, save, pause, resume and stop', async ({ app, tab, desktop }) => {
  const popup = await openPopup(app, tab);
  await expect(popup.getByText('Ctrl+Shift+H'), 'the popup shows the key').toBeVisible();
  await popup.getByRole('radiogroup', { name: 'Source' }).getByText('This tab', { exact: true }).click();
  await choose(popup, { timeslice: 'None' });
  await popup.close();
  // A tab that was not invoked before: the key itself is the invocation.
  const fresh = await app.context.newPage();
  await fresh.goto(tab.url());
  await fresh.bringToFront();
  await desktop.window('Moving page');

  await desktop.press('ctrl+shift+h');
  await waitForState(app, 'recording');
  await desktop.press('ctrl+shift+s');
  await waitForSlices(app, 1);
  await desktop.press('ctrl+shift+y');
  await waitForState(app, 'paused');
  await desktop.press('ctrl+shift+y');
  await waitForState(app, 'recording');
  expect(await readSlices(app.probe)).toHaveLength(1);
  await recordFor(app, 1000);
  await desktop.press('ctrl+shift+h');
  await waitForState(app, 'inactive');
  await expectSaved(app, fresh);
  expect(await onlyRecording(app)).toMatchObject({ state: 'complete', timesliceMs: null, sliceCount: 2 });
  await judgeMovingPage(await downloadOnly(app));
});

test.describe('with a microphone', () => {
  test.use({ launch: { devices: true, answers: { microphone: 'allow' } } });

  test('the real key mutes and unmutes it', async ({ app, tab, desktop }) => {
    expect(await startWith(app, { source: 'microphone' })).toMatchObject({ ok: true });
    await waitForSlices(app, 1);
    await tab.bringToFront();
    for (const muted of [true, false]) {
      await desktop.press('ctrl+shift+k');
      await untilSnapshot(app, ({ progress }, is) => progress?.microphone?.muted === is, muted);
      // No popup is open.
      const title = muted ? 'Timeslice: recording, microphone muted' : 'Timeslice: recording';
      await expectBadge(app, { text: muted ? 'MUTE' : 'REC', title });
      expect(await isPopupOpen(app)).toBe(false);
    }
    expect(await stop(app)).toMatchObject({ state: 'complete', hasAudio: true });
  });
});
