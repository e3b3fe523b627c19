import { expect } from '@playwright/test';
import { judgeMovingPage } from './support/judge';
import { downloadOnly } from './support/library';
import { often } from './support/often';
import { attachPopup, isPopupOpen } from './support/popup';
import { expectSaved } from './support/saved-card';
import { onlyRecording, waitForSlices, waitForState } from './support/session';
import { test } from './support/test';
import { toolbarButton } from './support/toolbar-button';

test.use({ headed: true });

const middle = { x: 640, y: 460 };

test('“Record this tab” records, and becomes “Stop recording”', async ({ app, tab, desktop }) => {
  await tab.bringToFront();
  await desktop.window('Moving page');
  const chooseOurs = async () => {
    await desktop.openMenu(middle);
    // The last item is the browser's own "Inspect"; ours is above it.
    await desktop.press('Up', 'Up', 'Return');
  };
  await chooseOurs();
  await waitForState(app, 'recording');
  await waitForSlices(app, 2);
  await chooseOurs();
  await waitForState(app, 'inactive');
  await expectSaved(app, tab);
  expect(await onlyRecording(app)).toMatchObject({ state: 'complete', source: 'tab' });
  await judgeMovingPage(await downloadOnly(app));
});

test('the toolbar button opens the popup, and its menu the library', async ({ app, tab, desktop, site }) => {
  await app.probe.goto(site.still);
  await tab.bringToFront();
  const place = await toolbarButton(desktop);
  await desktop.click(place);
  await expect.poll(() => isPopupOpen(app), often).toBe(true);
  const popup = await attachPopup(app);
  await expect(popup.getByRole('radio', { name: 'This tab' })).toBeChecked();
  await popup.close();

  const opened = app.context.waitForEvent('page');
  await desktop.openMenu(place);
  // The extension's name is first and can't be chosen; then "Record this tab", then "Open library".
  await desktop.press('Down', 'Down', 'Return');
  const library = await opened;
  await expect(library).toHaveURL(/library\.html/);
  await expect(library.getByRole('heading').first()).toBeVisible();
});
