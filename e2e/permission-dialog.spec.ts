import { expect } from '@playwright/test';
import { readBadge } from './support/badge';
import { often } from './support/often';
import { allow, askForPermissions, deny, hasPermissions } from './support/permission-dialog';
import { attachPopup, clickAway, isPopupOpen, openPopup } from './support/popup';
import { inPopup, stopRecording, waitForSlices, waitForState } from './support/session';
import { test } from './support/test';
import { sentence } from './support/texts';

test.use({ headed: true, launch: { permitted: false } });

test('“Allow”: one more click, and the tab is recorded', async ({ app, tab, desktop }) => {
  const first = await openPopup(app, tab);
  await expect(first.getByText(sentence('tabAsk'))).toBeVisible();
  await askForPermissions(app, first);
  await allow(app, desktop);

  await expect.poll(() => readBadge(app), often).toEqual({ text: 'GO', title: 'Ready: click once more' });
  await expect.poll(() => isPopupOpen(app), { message: 'the popup comes back', ...often }).toBe(true);
  const own = await attachPopup(app);
  await expect(own.getByRole('status')).toContainText('Ready: click once more');
  await expect(own.getByRole('radio', { name: 'This tab' })).toBeDisabled();
  await own.close();

  await inPopup(app, tab, async (popup) => {
    await expect(popup.getByRole('radio', { name: 'This tab' })).toBeChecked();
    await clickAway(popup);
    await waitForState(app, 'recording');
  });
  await waitForSlices(app, 2);
  const recording = await stopRecording(app, tab);
  expect(recording).toMatchObject({ state: 'complete', source: 'tab' });
  await expect.poll(() => readBadge(app), often).toEqual({ text: '', title: 'Timeslice' });
});

test('“Deny”: the browser’s own picker is offered instead', async ({ app, tab, desktop }) => {
  await askForPermissions(app, await openPopup(app, tab));
  await deny(desktop, () => isPopupOpen(app));
  expect(await hasPermissions(app)).toBe(false);
  const popup = await attachPopup(app);
  await expect(popup.getByText(sentence('tabDenied'))).toBeVisible();
  await expect(popup.getByRole('radio', { name: 'Screen, window or tab…' })).toBeChecked();
  await expect(popup.getByRole('button', { name: 'Start recording', exact: true })).toBeEnabled();
});

test('the keyboard shortcut does the same', async ({ app, tab, desktop }) => {
  await tab.bringToFront();
  await desktop.window('Moving page');
  await desktop.press('ctrl+shift+h');
  await expect.poll(() => isPopupOpen(app), { message: 'the popup explains', ...often }).toBe(true);
  const popup = await attachPopup(app);
  await expect(popup.getByText(sentence('tabAsk'))).toBeVisible();
  await askForPermissions(app, popup);
  await allow(app, desktop);
  await expect.poll(() => readBadge(app), often).toMatchObject({ text: 'GO' });
  await expect.poll(() => isPopupOpen(app), often).toBe(true);
  await (await attachPopup(app)).close();

  await desktop.press('ctrl+shift+h');
  await waitForState(app, 'recording');
});
