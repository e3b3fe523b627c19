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

test('Start shows that it is busy until it is answered, and then works again', async ({ app, tab }) => {
  const popup = await openPopup(app, tab);
  await popup.evaluate(() => {
    type Send = (message: { name?: string }) => Promise<unknown>;
    const held = globalThis as { browser?: typeof chrome; starts?: number; refuse?: () => void };
    const runtime = (held.browser ?? chrome).runtime as unknown as { sendMessage: Send };
    const send = runtime.sendMessage.bind(runtime);
    held.starts = 0;
    runtime.sendMessage = (message) => {
      if (message.name !== 'start') return send(message);
      held.starts = (held.starts ?? 0) + 1;
      return new Promise((resolve) => {
        held.refuse = () => resolve({ ok: false, failure: { code: 'start-cancelled' } });
      });
    };
  });
  const start = popup.getByRole('button', { name: 'Start recording', exact: true });
  await start.click();
  await expect(start).toHaveAttribute('aria-disabled', 'true');
  await expect(start, 'the keyboard stays where it was').toBeFocused();
  await start.press('Enter');
  await popup.evaluate(() => (globalThis as { refuse?: () => void }).refuse?.());
  await expect(start).toHaveAttribute('aria-disabled', 'false');
  expect(await popup.evaluate(() => (globalThis as { starts?: number }).starts)).toBe(1);
  await start.click();
  await expect.poll(() => popup.evaluate(() => (globalThis as { starts?: number }).starts)).toBe(2);
});
