import { expect, type Page } from '@playwright/test';
import type { TestBrowser } from './browser';
import type { Display } from './display';
import { isPopupOpen } from './popup';

/** Whether the optional permissions are granted. */
export function hasPermissions(app: TestBrowser): Promise<boolean> {
  return app.probe.evaluate(() => chrome.permissions.contains({ permissions: ['activeTab', 'tabCapture'] }));
}

/** Starts by a popup without the permissions: the browser closes the popup and opens its own dialog. */
export async function askForPermissions(app: TestBrowser, popup: Page): Promise<void> {
  await popup.getByRole('button', { name: 'Start recording', exact: true }).click();
  await expect.poll(() => isPopupOpen(app), 'the browser’s dialog takes the place of the popup').toBe(false);
  // The dialog is deaf to keys in its first moments, lest they were meant for what was there before.
  await app.probe.waitForFunction((until) => Date.now() > until, Date.now() + 1000);
}

/** Presses "Allow" in the browser's dialog: "Deny" has the focus, "Allow" is next. */
export async function allow(app: TestBrowser, display: Display): Promise<void> {
  await display.press('Tab');
  await pressUntil(display, () => hasPermissions(app));
}

/** Presses "Deny" in the browser's dialog. */
export async function deny(display: Display, isDenied: () => Promise<boolean>): Promise<void> {
  await pressUntil(display, isDenied);
}

async function pressUntil(display: Display, isDone: () => Promise<boolean>): Promise<void> {
  const press = async () => {
    await display.press('Return');
    return isDone();
  };
  await expect.poll(press, { message: 'the dialog is answered', intervals: [700] }).toBe(true);
}

/** An answer to the browser's question about a microphone or a camera. */
export type Answer = 'always' | 'never' | 'none';

/** Answers that question by the keyboard: the ways to say yes are above "Never allow", the last button. */
export async function answerQuestion(display: Display, answer: Answer): Promise<void> {
  if (answer === 'none') return display.press('Escape');
  await display.press(
    'Tab',
    'shift+Tab',
    ...(answer === 'always' ? ['shift+Tab', 'shift+Tab'] : []),
    'Return',
  );
}
