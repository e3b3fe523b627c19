import { expect, type Page } from '@playwright/test';
import { defaultOptions } from '../src/domain/options';
import { readRecordings } from './support/database';
import { createOffscreen, evaluateOffscreen } from './support/offscreen';
import { often } from './support/often';
import { attachPopup, isPopupOpen, openPopup } from './support/popup';
import { findServiceWorker } from './support/service-worker';
import { ask, inPopup, readSnapshot, startWith, untilSnapshot } from './support/session';
import { frontTab } from './support/tabs';
import { evaluateIn } from './support/target-session';
import { findTarget } from './support/targets';
import { test } from './support/test';
import { sentence } from './support/texts';

test.use({ shared: true });

async function expectRefusal(popup: Page): Promise<void> {
  const tabOption = popup.getByRole('radio', { name: 'This tab' });
  await expect(tabOption).toBeDisabled();
  await expect(popup.getByText(sentence('tabProtected'))).toBeVisible();
  await expect(popup.getByRole('radio', { name: 'Screen, window or tab…' })).toBeChecked();
}

test('a tab on which the user did not invoke Timeslice is refused, with the reason', async ({ app, tab }) => {
  await tab.bringToFront();
  const options = { ...defaultOptions, source: 'tab' };
  const answer = await ask(app, {
    to: 'background',
    name: 'start',
    request: { options, tab: await frontTab(app) },
  });
  expect(answer).toMatchObject({ ok: false, failure: { code: 'tab-not-invoked' } });
  expect((await readSnapshot(app)).session.state).toBe('inactive');
  expect(await readRecordings(app.probe)).toEqual([]);
});

test('one of the browser’s own pages is refused, with the reason', async ({ app, tab }) => {
  await tab.goto('chrome://version');
  await expectRefusal(await openPopup(app, tab));
  // The menu and the keyboard ask the service worker without the popup.
  const options = { ...defaultOptions, source: 'tab' };
  const request = { options, tab: await frontTab(app) };
  const answer = await ask(app, { to: 'background', name: 'start', request });
  expect(answer).toMatchObject({ ok: false, failure: { code: 'tab-not-capturable' } });
  expect(await readRecordings(app.probe)).toEqual([]);
});

test('a refusal is shown on its own tab alone, and ends when a countdown begins', async ({
  app,
  tab,
  site,
}) => {
  await tab.bringToFront();
  const worker = await findServiceWorker(app);
  if (worker === undefined) throw new Error('The service worker does not run');
  // As a click in the menu does, but it doesn't invoke Timeslice on the tab.
  await evaluateIn(
    app.cdp,
    worker.targetId,
    `chrome.tabs.query({ active: true }).then(([tab]) => {
      chrome.contextMenus.onClicked.dispatch({ menuItemId: 'record' }, tab);
    })`,
  );
  const refusal = (popup: Page) =>
    popup.getByRole('alert').filter({ hasText: sentence('failureTabNotInvokedWhat') });
  await expect.poll(() => isPopupOpen(app), often).toBe(true);
  const first = await attachPopup(app);
  await expect(refusal(first)).toBeVisible();
  await first.close();

  const other = await app.context.newPage();
  await other.goto(site.still);
  await inPopup(app, other, async (popup) => {
    await expect(popup.getByRole('button', { name: 'Start recording', exact: true })).toBeEnabled();
    await expect(popup.getByRole('alert')).toHaveCount(0);
  });
  await inPopup(app, tab, (popup) => expect(refusal(popup)).toBeVisible());

  // The countdown lasts until it is cancelled.
  await createOffscreen(app);
  await evaluateOffscreen(
    app,
    `{
      const { setInterval } = globalThis;
      globalThis.setInterval = (task, ms) => (ms === 1000 ? 0 : setInterval(task, ms));
    }`,
  );
  const started = startWith(app, { source: 'tab', countdownS: 10 }, tab);
  await untilSnapshot(app, ({ countdownEndsAt }) => countdownEndsAt !== undefined);
  await expect.poll(() => isPopupOpen(app), often).toBe(true);
  const counting = await attachPopup(app);
  await expect(counting.getByRole('timer')).toBeVisible();
  await expect(counting.getByRole('alert')).toHaveCount(0);
  expect((await readSnapshot(app)).session.state, 'while it counts').toBe('starting');
  expect(await ask(app, { to: 'background', name: 'stop' })).toMatchObject({ ok: true });
  expect(await started).toMatchObject({ ok: false, failure: { code: 'start-cancelled' } });
  await expect(counting.getByRole('button', { name: 'Start recording', exact: true })).toBeVisible();
  await expect(counting.getByRole('alert')).toHaveCount(0);
});

test.describe('without a network', () => {
  test.use({ launch: { args: ['--host-resolver-rules=MAP chromewebstore.google.com ~NOTFOUND'] } });

  test('the web store is refused, with the reason', async ({ app, tab }) => {
    // The error page has the store's address, and its protection.
    await tab.goto('https://chromewebstore.google.com/').catch(() => undefined);
    const isThere = () => findTarget(app.cdp, 'tab', 'https://chromewebstore.google.com/');
    await expect.poll(isThere, often).toBeDefined();
    await expectRefusal(await openPopup(app, tab));
  });
});
