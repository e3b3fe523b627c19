import { expect, type Page } from '@playwright/test';
import type { TestBrowser } from './browser';
import { atRest, type Display, type Place } from './display';
import { often } from './often';
import { clickAway, isPopupOpen } from './popup';

/** Whether the optional permissions are granted. */
export function hasPermissions(app: TestBrowser): Promise<boolean> {
  return app.probe.evaluate(() => chrome.permissions.contains({ permissions: ['activeTab', 'tabCapture'] }));
}

/** The colors of Chromium's buttons: the one with the focus, and the others. */
const focused = [0x0d, 0x50, 0xbb] as const;
const tonal = [0xd3, 0xe3, 0xfd] as const;

/** Where Chromium's own dialog opens, and the left part of its prompt for a device, beside the page's pictures. */
const dialogArea = { x: 400, y: 90, width: 480, height: 300 } as const;
const questionArea = { x: 150, y: 90, width: 170, height: 700 } as const;

/** Starts from a popup without the permissions: the browser closes the popup and opens its own dialog. */
export async function askForPermissions(app: TestBrowser, popup: Page): Promise<void> {
  await clickAway(popup);
  const message = 'the browser’s dialog takes the place of the popup';
  await expect.poll(() => isPopupOpen(app), { message, ...often }).toBe(false);
}

/** Clicks "Allow" in the browser's dialog. */
export async function allow(app: TestBrowser, display: Display): Promise<void> {
  const isAllowed = () => hasPermissions(app);
  await clickOnce(display, isAllowed, async () => {
    // "Deny" has the focus; "Allow" is on its right.
    const deny = await display.locate(focused, dialogArea);
    return deny && { x: deny.x + 78, y: deny.y };
  });
}

/** Clicks "Deny" in the browser's dialog. */
export async function deny(display: Display, isDenied: () => Promise<boolean>): Promise<void> {
  await clickOnce(display, isDenied, () => display.locate(focused, dialogArea));
}

/** An answer to the browser's prompt for a microphone, a camera, or a folder of an earlier visit. */
export type Answer = 'always' | 'every visit' | 'never';

/** How far above the last button each is, in buttons. */
const above = { always: 2, 'every visit': 1, never: 0 } as const satisfies Record<Answer, number>;

/** Clicks an answer to that prompt: "Never allow" is the last of three buttons, "Allow while visiting" the first. For a
 * folder, "Allow on every visit" is the second. */
export async function answerQuestion(
  display: Display,
  answer: Answer,
  isAnswered: () => Promise<boolean>,
): Promise<void> {
  await clickOnce(display, isAnswered, async () => {
    const buttons = await display.locate(tonal, questionArea);
    return buttons && { x: buttons.x, y: buttons.bottom - 19 - 46 * above[answer] };
  });
}

/** Dismisses that prompt by the cross at its upper right: a key may go to the page, if that has the focus. */
export async function dismissQuestion(display: Display, isDismissed: () => Promise<boolean>): Promise<void> {
  await clickOnce(display, isDismissed, async () => {
    const buttons = await display.locate(tonal, questionArea);
    return buttons && { x: buttons.x + 188, y: questionArea.y + 16 };
  });
}

/**
 * Clicks a button once it has stopped moving, and waits until the click has done what it should. A busy browser may miss a click
 * on a dialog that has only just opened: then the button is still there.
 */
async function clickOnce(
  display: Display,
  isDone: () => Promise<boolean>,
  locate: () => Promise<Place | undefined>,
): Promise<void> {
  await display.click(await atRest(locate));
  const clickAgain = async () => {
    if (await isDone()) return true;
    const place = await locate();
    if (place !== undefined && !(await isDone())) await display.click(place);
    return isDone();
  };
  // Long enough for an answer that is only late.
  const late = { timeout: 5000, intervals: often.intervals };
  await expect
    .poll(isDone, late)
    .toBe(true)
    .catch(() =>
      expect.poll(clickAgain, { message: 'the dialog is answered', intervals: [2000] }).toBe(true),
    );
}
