import { expect } from '@playwright/test';
import type { TestBrowser } from './browser';
import { atRest, type Display } from './display';
import { folderSwitch, openSetup, setPattern } from './folder';
import { often } from './often';

/** The title of Chromium's dialog that chooses a folder to write to. */
const title = 'Select where this site can save changes';

/**
 * Types a path into one of Chromium's dialogs for files, and confirms it.
 *
 * @param keys what brings the cursor into the field for it, and selects what is there
 */
export async function answerDialog(
  desktop: Display,
  { title, keys, path }: { readonly title: string; readonly keys: string; readonly path: string },
): Promise<void> {
  const { id, x, y, width, height } = await desktop.window(title);
  await desktop.focus(id);
  await desktop.press(keys);
  await desktop.type(path);
  // "Open" or "Save", in the lower right corner; xdotool counts the title bar twice.
  // A busy dialog ignores a click before it has read the path: another one comes as long as it is there, and has the keyboard.
  const attempt = async () => {
    if (await desktop.hasFocus(id)) await desktop.click({ x: x + width - 50, y: y + height - 46 });
    return desktop.countWindows(title);
  };
  await expect.poll(attempt, { message: 'the dialog is closed', ...often, intervals: [2000] }).toBe(0);
}

/** The color of the button with the focus in Chromium's own questions. */
const focused = [0x0d, 0x50, 0xbb] as const;

/** Where Chromium asks whether the page may edit files. */
const questionArea = { x: 150, y: 80, width: 750, height: 400 } as const;

/** Answers "Allow": the button after "Don't Allow", which has the focus. */
async function allowEditing(desktop: Display): Promise<void> {
  await atRest(() => desktop.locate(focused, questionArea));
  await desktop.press('Tab', 'Return');
}

/** Chooses the folder in the browser's own dialogs, on the setup page; files get the name of the recording. */
export async function chooseFolder(app: TestBrowser, desktop: Display, folder: string): Promise<void> {
  const setup = await openSetup(app, async () => undefined);
  await folderSwitch(setup).click();
  await answerDialog(desktop, { title, keys: 'ctrl+l', path: `${folder}/` });
  await allowEditing(desktop);
  await expect(folderSwitch(setup)).toBeChecked();
  await setPattern(setup, '{title}');
  await setup.close();
}
