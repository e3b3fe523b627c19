import { expect, type Page } from '@playwright/test';
import { defaultOptions } from '../src/domain/options';
import { readRecordings } from './support/database';
import { often } from './support/often';
import { openPopup } from './support/popup';
import { ask, readSnapshot } from './support/session';
import { frontTab } from './support/tabs';
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
