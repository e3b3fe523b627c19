import { expect } from '@playwright/test';
import { judgeMovingPage } from './support/judge';
import { downloadOnly } from './support/library';
import { openPopup } from './support/popup';
import { choose, onlyRecording, stopRecording, waitForSlices, waitForState } from './support/session';
import { test } from './support/test';

test.use({ launch: { permitted: false, args: ['--auto-select-tab-capture-source-by-title=Moving page'] } });

test('records what the person picks in the browser’s dialog, with no permission', async ({ app, tab }) => {
  const popup = await openPopup(app, tab);
  await choose(popup, { source: 'Screen, window or tab…' });
  await popup.getByRole('button', { name: 'Start recording', exact: true }).click();
  await waitForState(app, 'recording');
  await waitForSlices(app, 3);
  const recording = await stopRecording(app, tab);
  expect(recording).toMatchObject({ source: 'picker', state: 'complete', hasAudio: true });
  await judgeMovingPage(await downloadOnly(app));
  expect(await app.probe.evaluate(() => chrome.permissions.contains({ permissions: ['tabCapture'] }))).toBe(
    false,
  );
});

test('the picked tab closes: what was recorded is saved', async ({ app, tab }) => {
  const popup = await openPopup(app, tab);
  await choose(popup, { source: 'Screen, window or tab…' });
  await popup.getByRole('button', { name: 'Start recording', exact: true }).click();
  await waitForState(app, 'recording');
  await waitForSlices(app, 2);
  await tab.close();
  await waitForState(app, 'inactive');
  expect(await onlyRecording(app)).toMatchObject({ state: 'complete' });
  await judgeMovingPage(await downloadOnly(app));
});
