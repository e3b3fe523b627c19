import { expect } from '@playwright/test';
import type { Display } from './display';
import { often } from './often';

/** The title of Chromium's dialog that chooses a folder to write to. */
const title = 'Select where this site can save changes';

/** Types the folder into the dialog that chooses one, and confirms it. */
export async function pickFolder(desktop: Display, folder: string): Promise<void> {
  const { x, y, width, height } = await desktop.window(title);
  await desktop.press('ctrl+l');
  await desktop.type(`${folder}/`);
  const attempt = async () => {
    // "Open", in the lower right corner; xdotool counts the title bar twice.
    await desktop.click({ x: x + width - 50, y: y + height - 46 });
    return desktop.countWindows(title);
  };
  await expect.poll(attempt, { message: 'the dialog is closed', ...often, intervals: [500] }).toBe(0);
}

/** The colour of the button with the focus in Chromium's own questions. */
const focused = [0x0d, 0x50, 0xbb] as const;

/** Where Chromium asks whether the page may edit files, or may do so on every visit. */
const questionArea = { x: 150, y: 80, width: 750, height: 400 } as const;

/** Answers "Allow": the button after "Don't Allow", which has the focus. */
export async function allowEditing(desktop: Display, isAllowed: () => Promise<boolean>): Promise<void> {
  const attempt = async () => {
    if (await isAllowed()) return true;
    if ((await desktop.locate(focused, questionArea)) !== undefined) await desktop.press('Tab', 'Return');
    return isAllowed();
  };
  await expect.poll(attempt, { message: 'editing is allowed', ...often, intervals: [700] }).toBe(true);
}
