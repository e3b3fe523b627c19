import { expect } from '@playwright/test';
import { defaultOptions } from '../src/domain/options';
import { extensionUrl, pages } from './support/extension';
import { judgeMovingPage } from './support/judge';
import { downloadOnly } from './support/library';
import { openPopup } from './support/popup';
import { choose, stopRecording, waitForSlices, waitForState } from './support/session';
import { frontTab } from './support/tabs';
import { test } from './support/test';
import { sentence } from './support/texts';

test.use({ shared: true });

test('the second start is refused with a message, and the first continues unaffected', async ({
  app,
  tab,
}) => {
  const second = await app.context.newPage();
  await second.goto(`${extensionUrl(pages.popup)}?in-a-tab`);
  await choose(second, { source: 'Screen, window or tab…' });
  // Invokes the extension on the tab, so that it may be recorded.
  const popup = await openPopup(app, tab);
  const request = { options: { ...defaultOptions, source: 'tab' }, tab: await frontTab(app) };
  await popup.close();

  // In one turn of the event loop: the click comes second, while the first start is in progress.
  await second.evaluate((first) => {
    void chrome.runtime.sendMessage({ to: 'background', name: 'start', request: first });
    const buttons = [...document.querySelectorAll('button')];
    buttons.find((button) => button.textContent?.startsWith('Start recording'))?.click();
  }, request);
  await expect(second.getByRole('alert')).toContainText(sentence('failureAlreadyRecordingWhat'));
  await expect(second.getByRole('alert')).toContainText(sentence('failureAlreadyRecordingSaved'));
  await expect(second.getByRole('alert'), 'the details name the cause').toContainText('InvalidStateError');
  await waitForState(app, 'recording');
  await waitForSlices(app, 2);

  const recording = await stopRecording(app, tab);
  expect(recording).toMatchObject({ source: 'tab', state: 'complete' });
  expect(recording.failure).toBeUndefined();
  await judgeMovingPage(await downloadOnly(app));
});
