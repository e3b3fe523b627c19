import { expect, type Page } from '@playwright/test';
import type { TestBrowser } from './support/browser';
import type { Display } from './support/display';
import { often } from './support/often';
import { allow, askForPermissions, deny, hasPermissions } from './support/permission-dialog';
import { attachPopup, isPopupOpen, openPopup } from './support/popup';
import { killServiceWorker } from './support/service-worker';
import {
  ask,
  type Choice,
  choose,
  readSnapshot,
  startWith,
  stop,
  waitForSlices,
  waitForState,
} from './support/session';
import { frontTab } from './support/tabs';
import { test } from './support/test';
import { sentence } from './support/texts';
import { toolbarButton } from './support/toolbar-button';

test.use({ headed: true, launch: { permitted: false } });

/** What the button shows on a tab, and the popup that a click there opens. */
function lookOn(app: TestBrowser, tabId: number) {
  return app.probe.evaluate(
    async (id) => ({
      text: await chrome.action.getBadgeText({ tabId: id }),
      title: await chrome.action.getTitle({ tabId: id }),
      opensPopup: (await chrome.action.getPopup({ tabId: id })) !== '',
    }),
    tabId,
  );
}

const ready = { text: 'GO', title: 'Click once more to record', opensPopup: false };
const usual = { text: '', title: 'Timeslice', opensPopup: true };

/** Clicks the button in the toolbar. The icon of our own page in a tab would look the same. */
async function clickButton(app: TestBrowser, desktop: Display): Promise<void> {
  await app.probe.evaluate(() => {
    const icon = document.createElement('link');
    Object.assign(icon, { rel: 'icon', href: '/icons/recording-16.png' });
    document.head.append(icon);
  });
  await desktop.click(await toolbarButton(desktop));
}

/** The user allows recording tabs, from the popup on this tab, after these choices. */
async function allowOn(app: TestBrowser, tab: Page, desktop: Display, choice: Choice = {}): Promise<number> {
  const first = await openPopup(app, tab);
  await choose(first, choice);
  const { id } = await frontTab(app);
  await expect(first.getByText(sentence('tabAsk'))).toBeVisible();
  await askForPermissions(app, first);
  await allow(app, desktop);
  await expect.poll(() => lookOn(app, id), often).toEqual(ready);
  expect(await isPopupOpen(app), 'no popup opens').toBe(false);
  return id;
}

/** Has the tab wait for one more click since then, in ms since the epoch: without the dialog, once it was answered. */
function remember(app: TestBrowser, tabId: number, at: number): Promise<void> {
  return app.probe.evaluate((ready) => chrome.storage.session.set({ ready }), { tabId, at });
}

/** The tab waits for one more click, as after the dialog, once none waits any more. */
async function makeReady(app: TestBrowser, tabId: number): Promise<void> {
  const waiting = () => app.probe.evaluate(() => chrome.storage.session.get('ready'));
  await expect.poll(waiting, often).toEqual({});
  await remember(app, tabId, Date.now());
  // Any call after which the button is shown anew.
  await ask(app, { to: 'background', name: 'dismissSaved' });
  await expect.poll(() => lookOn(app, tabId), often).toEqual(ready);
}

test.describe('with a microphone', () => {
  test.use({ launch: { permitted: false, devices: true, answers: { microphone: 'allow' } } });

  test('“Allow”: one more click on the button, and the tab is recorded with the options of before', async ({
    app,
    tab,
    desktop,
  }) => {
    const id = await allowOn(app, tab, desktop, {
      microphone: true,
      format: 'webm-vp8',
      timeslice: '250 ms',
    });
    await clickButton(app, desktop);
    await waitForState(app, 'recording');
    expect(await isPopupOpen(app)).toBe(false);
    await expect.poll(() => lookOn(app, id), often).toMatchObject({ text: 'REC', opensPopup: true });
    await waitForSlices(app, 2);
    const { progress } = await readSnapshot(app);
    expect(progress).toMatchObject({ source: 'tab', timesliceMs: 250, microphone: { muted: false } });
    // No popup sees that it is saved.
    const recorded = { format: 'webm-vp8', timesliceMs: 250, hasAudio: true };
    expect(await stop(app)).toMatchObject({ state: 'complete', source: 'tab', ...recorded });
    const saved = { text: '✓', title: expect.stringMatching(/^Saved 0:\d\d$/), opensPopup: true };
    await expect.poll(() => lookOn(app, id), often).toEqual(saved);
  });
});

test('the popup is back on another tab, and on the first one once the user has been elsewhere', async ({
  app,
  tab,
  desktop,
  site,
}) => {
  const id = await allowOn(app, tab, desktop);
  const other = await app.context.newPage();
  await other.goto(site.still);
  await other.bringToFront();
  await expect.poll(() => lookOn(app, id), often).toEqual(usual);
  expect(await lookOn(app, (await frontTab(app)).id)).toEqual(usual);
  await tab.bringToFront();
  await clickButton(app, desktop);
  await expect.poll(() => isPopupOpen(app), often).toBe(true);
  await (await attachPopup(app)).close();

  // So it is on another page, and after a minute.
  await makeReady(app, id);
  await tab.goto(site.still);
  await expect.poll(() => lookOn(app, id), often).toEqual(usual);
  await makeReady(app, id);
  await remember(app, id, Date.now() - 58_000);
  await ask(app, { to: 'background', name: 'dismissSaved' });
  await expect.poll(() => lookOn(app, id), often).toEqual(usual);

  // The same without a service worker: another tab or page wakes one.
  await makeReady(app, id);
  await killServiceWorker(app);
  await other.bringToFront();
  await expect.poll(() => lookOn(app, id), often).toEqual(usual);
  await tab.bringToFront();
  await makeReady(app, id);
  await killServiceWorker(app);
  await tab.goto(site.moving);
  await expect.poll(() => lookOn(app, id), often).toEqual(usual);
  // After a minute, the click does.
  await makeReady(app, id);
  await killServiceWorker(app);
  await remember(app, id, Date.now() - 60_000);
  await clickButton(app, desktop);
  await expect.poll(() => isPopupOpen(app), often).toBe(true);
  await expect.poll(() => lookOn(app, id), often).toEqual(usual);
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
  const { id } = await frontTab(app);
  await expect.poll(() => lookOn(app, id), often).toEqual(ready);

  await desktop.press('ctrl+shift+h');
  await waitForState(app, 'recording');
  await expect.poll(() => lookOn(app, id), often).toMatchObject({ text: 'REC', opensPopup: true });
  expect(await stop(app)).toMatchObject({ state: 'complete', source: 'tab' });

  // Any other start ends the waiting, even one that fails, and so does the permission's end.
  await makeReady(app, id);
  expect(await startWith(app, { source: 'microphone' })).toMatchObject({ ok: false });
  await expect.poll(() => lookOn(app, id), often).toMatchObject({ text: '!', opensPopup: true });
  expect(await ask(app, { to: 'background', name: 'dismiss' })).toMatchObject({ ok: true });
  await makeReady(app, id);
  await app.probe.evaluate(() => chrome.permissions.remove({ permissions: ['activeTab', 'tabCapture'] }));
  await expect.poll(() => lookOn(app, id), often).toEqual(usual);
});
