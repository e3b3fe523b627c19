import { chromium, expect, type Page } from '@playwright/test';
import type { TestBrowser } from './browser';
import { collectFromPages } from './complaints';
import { extensionId, extensionUrl, pages } from './extension';
import { often } from './often';
import { closeTarget, findTarget, send } from './targets';

const popupUrl = extensionUrl(pages.popup);

/**
 * Clicks the extension's button in the toolbar while `page` is in front: a real invocation, which
 * opens the real popup.
 *
 * @returns the popup as a page, through a separate connection that ends with it
 */
export async function openPopup(browser: TestBrowser, page: Page): Promise<Page> {
  await page.bringToFront();
  // One that the browser is closing just now would be found instead; and a click on the button would close an open one.
  const last = await findTarget(browser.cdp, 'page', popupUrl);
  if (last !== undefined) await closeTarget(browser.cdp, last);
  await clickAction(browser, page);
  await expect
    .poll(() => findTarget(browser.cdp, 'page', popupUrl), { message: 'the popup opens', ...often })
    .toBeDefined();
  return attachPopup(browser);
}

/** The popup that is open already, as a page. */
export async function attachPopup(browser: TestBrowser): Promise<Page> {
  const connection = await chromium.connectOverCDP(browser.endpoint, { noDefaults: true });
  const find = () =>
    connection
      .contexts()
      .flatMap((context) => context.pages())
      .find((candidate) => candidate.url() === popupUrl);
  // Its target may be there before its document.
  await expect.poll(find, { message: 'the popup is open', ...often }).toBeDefined();
  const popup = find();
  if (popup === undefined) throw new Error('The popup is gone');
  for (const context of connection.contexts()) collectFromPages(context, browser.complaints);
  popup.once('close', () => void connection.close());
  return popup;
}

/** Clicks the extension's button in the toolbar while `page` is in front, and waits for nothing. */
async function clickAction(browser: TestBrowser, page: Page): Promise<void> {
  // Ask the browser, because Playwright does not see the address of an error page.
  const session = await browser.context.newCDPSession(page);
  const { targetInfo } = await session.send('Target.getTargetInfo');
  await session.detach();
  const tab = await findTarget(browser.cdp, 'tab', targetInfo.url);
  if (tab === undefined) throw new Error(`No tab shows ${targetInfo.url}`);
  await send(browser.cdp, 'Extensions.triggerAction', { id: extensionId, targetId: tab.targetId });
}

/**
 * Clicks "Start recording" or another button by which the popup may close, in the middle of the click: for a capture, a
 * dialog of the browser, or another tab.
 */
export async function clickAway(
  popup: Page,
  button = popup.getByRole('button', { name: 'Start recording', exact: true }),
): Promise<void> {
  try {
    await button.click();
  } catch (error) {
    if (!popup.isClosed()) throw error;
  }
}

/** Whether the popup is open. */
export async function isPopupOpen(browser: TestBrowser): Promise<boolean> {
  return (await findTarget(browser.cdp, 'page', popupUrl)) !== undefined;
}
