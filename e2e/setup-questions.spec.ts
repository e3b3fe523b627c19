import { expect } from '@playwright/test';
import { findSetup } from './support/browser';
import { often } from './support/often';
import { allow, answerQuestion, deny, dismissQuestion, hasPermissions } from './support/permission-dialog';
import { isPopupOpen } from './support/popup';
import { countFrames, expectState, readPermission, row } from './support/setup';
import { test } from './support/test';
import { sentence } from './support/texts';

test.use({ headed: true, launch: { setup: true, permitted: false, devices: true } });

test('the camera is allowed in the browser’s own prompt', async ({ app, desktop }) => {
  const setup = await findSetup(app.context);
  const camera = row(setup, 'Camera');
  await camera.getByRole('button', { name: 'Allow camera' }).click();
  await expect(camera.getByText(sentence('setupAsking'))).toBeVisible();
  await expect(camera.getByRole('button')).toBeDisabled();
  await answerQuestion(desktop, 'always', async () => (await readPermission(app, 'camera')) !== 'prompt');
  await expectState(setup, 'Camera', 'Allowed');
  await expect(camera.getByRole('combobox'), 'the focus stays in the row').toBeFocused();
  await expect.poll(() => countFrames(setup), often).toBeGreaterThan(5);
  expect(await readPermission(app, 'camera')).toBe('granted');
  expect(await readPermission(app, 'microphone'), 'nothing else is allowed').toBe('prompt');
});

test('“Never allow” shows as blocked by you', async ({ app, desktop }) => {
  const setup = await findSetup(app.context);
  await setup.getByRole('button', { name: 'Allow microphone' }).click();
  await answerQuestion(desktop, 'never', async () => (await readPermission(app, 'microphone')) !== 'prompt');
  await expectState(setup, 'Microphone', 'Blocked by you');
  await expect(row(setup, 'Microphone').getByText(sentence('setupBlockedByYou'))).toBeVisible();
});

test('a dismissed prompt can be shown again, until the browser refuses', async ({ app, desktop }) => {
  const setup = await findSetup(app.context);
  const microphone = row(setup, 'Microphone');
  const dismiss = async () => {
    await microphone.getByRole('button', { name: 'Allow microphone' }).click();
    const asking = microphone.getByText(sentence('setupAsking'));
    await expect(asking).toBeVisible();
    await dismissQuestion(desktop, () => asking.isHidden());
  };
  for (let time = 0; time < 2; time += 1) {
    await dismiss();
    await expect(microphone.getByText(sentence('setupDismissed'))).toBeVisible();
    await expect(microphone.getByRole('button', { name: 'Allow microphone' })).toBeFocused();
    await expectState(setup, 'Microphone', 'Not asked yet');
  }
  await dismiss();
  await expectState(setup, 'Microphone', 'Blocked by you');
  await expect(microphone.getByText(sentence('setupTooOften'))).toBeVisible();
});

test('tab recording: declined, then allowed, then revoked', async ({ app, desktop }) => {
  const setup = await findSetup(app.context);
  const tab = row(setup, 'One-click tab recording');
  const ask = async () => {
    await tab.getByRole('button', { name: 'Allow tab recording' }).click();
    await expect(tab.getByText(sentence('setupAsking'))).toBeVisible();
  };
  await ask();
  await deny(desktop, () => tab.getByText(sentence('setupTabRefused')).isVisible());
  expect(await hasPermissions(app)).toBe(false);
  await ask();
  await allow(app, desktop);
  await expectState(setup, 'One-click tab recording', 'Allowed');
  expect(await isPopupOpen(app), 'the page itself says how to go on').toBe(false);
  await app.probe.evaluate(() => chrome.permissions.remove({ permissions: ['activeTab', 'tabCapture'] }));
  await expectState(setup, 'One-click tab recording', 'Not asked yet');
});
