import { expect } from '@playwright/test';
import { expectBadge } from './support/badge';
import { holdDatabase } from './support/database';
import { openPopup } from './support/popup';
import { startWith, stop, waitForSlices } from './support/session';
import { test } from './support/test';
import { sentence } from './support/texts';

// The database gets another version, which a shared browser must not keep.
test('a database that another version holds keeps no page waiting: the popup says so, and goes on', async ({
  app,
  tab,
}) => {
  expect(await startWith(app, { source: 'tab', timesliceMs: 250 }, tab)).toMatchObject({ ok: true });
  await waitForSlices(app, 2);
  await stop(app);
  // Only what the service worker has read by now can be shown.
  await expectBadge(app, { text: '✓', title: /^Saved 0:\d\d$/ });
  const release = await holdDatabase(app.probe);
  const popup = await openPopup(app, tab);
  await expect(popup.getByText(sentence('databaseLate'))).toBeVisible();
  await expect(popup.getByRole('button', { name: 'Start recording', exact: true })).toBeEnabled();
  const card = popup.getByRole('group', { name: 'Saved recording', exact: true });
  await expect(card, 'what was known before').toBeVisible();
  await release();
  await expect(popup.getByText(sentence('databaseLate'))).toBeHidden();
  await expect(card).toBeVisible();
});

test('a recorder dies while another version holds the database: the popup says so at once, and what was saved later', async ({
  app,
  tab,
}) => {
  expect(await startWith(app, { source: 'tab', timesliceMs: 250 }, tab)).toMatchObject({ ok: true });
  await waitForSlices(app, 4);
  const release = await holdDatabase(app.probe);
  // Opening the database is given up after 10 s: only the next lines fall into them. The popup that is open is told.
  const popup = await openPopup(app, tab);
  await app.probe.evaluate(() => chrome.offscreen.closeDocument());
  await expect(popup.getByRole('status').filter({ hasText: sentence('stateRecorderGone') })).toBeVisible();
  await expect(popup.getByText(sentence('databaseLate'))).toBeVisible();
  await expectBadge(app, { text: '!', title: sentence('titleFailed') });
  await release();
  await expect(popup.getByRole('alert')).toContainText(sentence('recoveredTitle'));
  await expectBadge(app, { text: '!', title: sentence('titleRecovered') });
});
