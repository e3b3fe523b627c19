import { join } from 'node:path';
import { expect, type Locator, type Page } from '@playwright/test';
import { expectAccessible } from './support/axe';
import { pickLocked, stubSavePicker } from './support/export';
import { extensionUrl, pages } from './support/extension';
import { useFilm } from './support/films';
import { openSetup, plantStuckCopies } from './support/folder';
import { haltWorkerOf } from './support/halt';
import { articles, openLibrary } from './support/library';
import { longIf } from './support/long';
import { expectFits, narrow } from './support/narrow';
import { often } from './support/often';
import { clickAway, openPopup } from './support/popup';
import { ask, onlyRecording, showMore, waitForSlices, waitForState } from './support/session';
import { test } from './support/test';
import { sentence } from './support/texts';

/** Nothing is focused but by the Tab key. */
async function tabTo(page: Page, element: Locator): Promise<void> {
  const isReached = () => element.evaluate((wanted) => wanted === document.activeElement);
  for (let left = 60; left > 0 && !(await isReached()); left -= 1) await page.keyboard.press('Tab');
  await expect(element).toBeFocused();
}

async function pressEnterOn(page: Page, element: Locator): Promise<void> {
  await tabTo(page, element);
  await page.keyboard.press('Enter');
}

const fixtures = join(import.meta.dirname, '../src/container/fixtures');

for (const language of ['en', 'ru'] as const) {
  // Colors are the same in each language.
  const dark = language === 'en';
  const appearances = dark ? 'light, and the colors in dark' : 'light';
  test.describe(language, () => {
    test.use({
      shared: true,
      launch: { language, devices: true, answers: { microphone: 'allow', camera: 'allow' } },
    });

    test(`popup and library are accessible, ${appearances}`, longIf(!dark), async ({ app, tab, site }) => {
      await tab.goto(site.still);
      const popup = await openPopup(app, tab);
      await expect(popup.locator('html')).toHaveAttribute('lang', new RegExp(`^${language}`));
      await expect(popup.getByRole('radiogroup')).toBeVisible();
      await expectAccessible(popup, 'popup', { dark });
      for (const input of await popup.getByRole('switch').all()) await input.check();
      await showMore(popup);
      await expectAccessible(popup, 'popup with more', { dark });
      await popup
        .getByRole('combobox', { name: sentence('timesliceLabel', language) })
        .selectOption('custom');
      await popup.getByRole('spinbutton').fill('1');
      await expectAccessible(popup, 'popup with a bad number', { dark });
      await popup.getByRole('spinbutton').fill('250');
      await clickAway(popup, popup.getByRole('button', { name: sentence('startRecording', language) }));
      await waitForState(app, 'recording');
      await waitForSlices(app, 1);

      const running = await openPopup(app, tab);
      await expect(running.getByRole('timer')).toBeVisible();
      await expect(running.getByRole('meter')).toHaveCount(2);
      await showMore(running);
      await expectAccessible(running, 'popup while recording', { dark });
      await running.close();

      const library = await openLibrary(app);
      await expect(library.locator('html')).toHaveAttribute('lang', new RegExp(`^${language}`));
      await expect(articles(library)).toHaveCount(1);
      await expectAccessible(library, 'library', { dark });
      await ask(app, { to: 'background', name: 'stop' });
      await waitForState(app, 'inactive');
      await articles(library)
        .getByRole('button', { name: sentence('play', language), exact: true })
        .click();
      const position = library.getByRole('slider', { name: sentence('position', language) });
      await position.press('i');
      await articles(library)
        .getByRole('button', { name: sentence('keepSelection', language) })
        .click();
      await expectAccessible(library, 'library with a player', { dark });
      await articles(library)
        .getByRole('button', { name: sentence('exportAs', language) })
        .click();
      const dialog = library.getByRole('dialog', { name: sentence('export', language) });
      await dialog.getByText(sentence('exportEdits', language)).click();
      await expectAccessible(library, 'library with the export dialog', { dark });
      await dialog.getByRole('button', { name: sentence('close', language) }).click();
      await articles(library).getByRole('button').last().click();
      await expect(library.getByRole('dialog')).toBeVisible();
      await expectAccessible(library, 'library with a question', { dark });
    });

    test(`the library’s bars, jobs, captions and opened files are accessible at 320 px, ${appearances}`, async ({
      app,
      tab,
    }) => {
      await useFilm(app, tab, 'webm-vp9', 3500);
      const library = await app.context.newPage();
      await library.setViewportSize(narrow);
      await stubSavePicker(library);
      await library.goto(extensionUrl(pages.library));
      const text = (key: string) => sentence(key, language);
      const judge = async (where: string) => {
        await expectAccessible(library, where, { dark });
        await expectFits(library, where);
      };
      const article = articles(library);
      const buttonOf = (within: Locator, key: string) => within.getByRole('button', { name: text(key) });

      await article.getByRole('checkbox', { name: text('select') }).check();
      await expect(library.getByRole('region', { name: text('selection') })).toBeVisible();
      await judge('library with a selection');
      await library.keyboard.press('Escape');

      await pressEnterOn(library, buttonOf(article, 'exportAs'));
      const dialog = library.getByRole('dialog', { name: text('export') });
      const isFocused = (element: HTMLElement | SVGElement) => element.contains(document.activeElement);
      await expect.poll(() => dialog.evaluate(isFocused), 'the keyboard is in the dialog').toBe(true);
      await expect(buttonOf(dialog, 'startExport')).toBeVisible();
      await pressEnterOn(library, dialog.locator('summary', { hasText: text('exportEdits') }));
      await expect(dialog.locator('details')).toHaveAttribute('open', '');
      await judge('library with the export dialog');
      await pressEnterOn(library, buttonOf(dialog, 'startExport'));
      const job = dialog.getByRole('listitem');
      await expect(buttonOf(job, 'dismiss')).toBeVisible({ timeout: 90_000 });
      await judge('library with an export that is done');
      await pressEnterOn(library, buttonOf(job, 'dismiss'));
      await expect(job).toHaveCount(0);
      expect(await dialog.evaluate(isFocused), 'the keyboard stays in the dialog').toBe(true);
      await pressEnterOn(library, buttonOf(dialog, 'close'));
      await expect(buttonOf(article, 'exportAs'), 'the keyboard is where it was').toBeFocused();

      await article.getByRole('button', { name: text('play'), exact: true }).click();
      const file = article.locator('input[type="file"]');
      await file.setInputFiles({ name: 'page.srt', mimeType: 'text/plain', buffer: Buffer.from('<html>') });
      await expect(article.getByRole('alert')).toBeVisible();
      await judge('library with captions that were refused');
      const cue = 'WEBVTT\n\n00:00.000 --> 00:03.000\nOne\n';
      await file.setInputFiles({ name: 'talk.vtt', mimeType: 'text/plain', buffer: Buffer.from(cue) });
      await expect(article.getByRole('button', { name: text('captions'), exact: true })).toBeVisible();
      await judge('library with captions');
      const position = article.getByRole('slider', { name: text('position') });
      /** From the beginning on, by single frames. */
      const stepPast = async (ms: number) => {
        await tabTo(library, position);
        await library.keyboard.press('Home');
        await expect(async () => {
          await library.keyboard.press('.');
          expect(Number(await position.inputValue())).toBeGreaterThan(ms);
        }).toPass(often);
      };
      await tabTo(library, position);
      await library.keyboard.press('Home');
      await library.keyboard.press('i');
      await stepPast(300);
      await library.keyboard.press('o');
      await pressEnterOn(library, buttonOf(article, 'keepSelection'));
      await expect(article.getByRole('radiogroup', { name: text('precision') })).toBeVisible();
      const result = article.getByRole('status').filter({ hasText: text('cutResult') });
      await expect(result, 'a part of the film').toHaveText(/00[.,][3-9]$/);
      await judge('library with a cut');
      const lossless = article.getByRole('radio', { name: text('precisionLossless') });
      const exact = article.getByRole('radio', { name: text('precisionExact') });
      const shownMs = await position.inputValue();
      await tabTo(library, lossless);
      await library.keyboard.press('ArrowDown');
      await expect(exact).toBeChecked();
      await expect(exact).toBeFocused();
      await library.keyboard.press('ArrowUp');
      await expect(lossless).toBeChecked();
      expect(await position.inputValue(), 'its keys are not those of the player').toBe(shownMs);
      const kept = (await result.textContent()) ?? '';
      await stepPast(100);
      await library.keyboard.press('i');
      await library.keyboard.press('End');
      await library.keyboard.press('o');
      await pressEnterOn(library, buttonOf(article, 'removeSelection'));
      await expect(result).not.toHaveText(kept);
      await expect(buttonOf(article, 'removeSelection'), 'the focus stays').toBeFocused();
      // What was selected is selected again.
      await library.keyboard.press('Control+z');
      await library.keyboard.press('Escape');
      await expect(result).toHaveText(kept);
      const save = buttonOf(article, 'saveCut');
      const room = () =>
        save.evaluate((button) => {
          const widthOf = (element: Element | null) => element?.getBoundingClientRect().width ?? 0;
          return widthOf(button.parentElement) - widthOf(button);
        });
      expect(await room(), 'px beside the button that saves').toBeLessThan(1);
      await stepPast(100);
      await pressEnterOn(library, buttonOf(article, 'split'));
      await expect(save).toHaveAccessibleDescription(/2/);
      expect(await room(), 'px beside the button that saves two').toBeLessThan(1);
      await judge('library with a split');
      await library.keyboard.press('Control+z');
      await pressEnterOn(library, save);
      await expect(article).toHaveCount(2);
      await article.getByRole('button', { name: text('closePlayer') }).click();

      const chosen = library.waitForEvent('filechooser');
      await library.getByRole('button', { name: text('openFile') }).click();
      await (await chosen).setFiles([
        `${fixtures}/vp8-opus.webm`,
        `${fixtures}/chapters/ffmpeg.webm`,
        `${fixtures}/README.md`,
      ]);
      const opened = library.getByRole('region', { name: text('openedFile') });
      await expect(opened).toHaveCount(3);
      await expect(opened.nth(2).getByRole('alert')).toBeVisible();
      await opened
        .nth(1)
        .getByRole('button', { name: text('play'), exact: true })
        .click();
      await opened.nth(1).locator('details').first().locator('summary').click();
      await judge('library with opened files');
    });

    test(`folder notices, exports and joining are accessible at 320 px and by keyboard, ${appearances}`, async ({
      app,
      tab,
    }) => {
      await useFilm(app, tab, 'webm-vp9', 3500);
      const { id: waiting } = await onlyRecording(app);
      const folder = 'Recordings_of_the_whole_team_2026_in_one_word';
      const failed = 'A_name_that_has_no_space_and_is_longer_than_the_page_is_wide';
      await plantStuckCopies(app.probe, { waiting, folder, failed });
      const text = (key: string) => sentence(key, language);
      const judgePage = async (page: Page, where: string) => {
        await expectAccessible(page, where, { dark });
        await expectFits(page, where);
      };
      // A handle of the private file system is always allowed.
      const refuse = () => {
        const [queryPermission, requestPermission] = [async () => 'prompt', async () => 'denied'];
        Object.assign(FileSystemHandle.prototype, { queryPermission, requestPermission });
      };
      const buttonOf = (within: Page | Locator, key: string) =>
        within.getByRole('button', { name: text(key) });

      const setup = await openSetup(app, async (page) => {
        await page.setViewportSize(narrow);
        await page.addInitScript(refuse);
      });
      const cutOff = await setup
        .getByText(folder, { exact: true })
        .evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth);
      expect(cutOff, 'px of the folder’s name').toBe(0);
      await judgePage(setup, 'setup with a folder whose permission is lost');
      await pressEnterOn(setup, buttonOf(setup, 'folderAllow'));
      const denied = setup.getByRole('alert').filter({ hasText: text('failureFolderFailedWhat') });
      await expect(denied).toBeVisible();
      const pattern = setup.getByRole('textbox', { name: text('folderPattern'), exact: true });
      await tabTo(setup, pattern);
      // What was in it is selected.
      await setup.keyboard.type(failed);
      await expect(pattern).toHaveValue(failed);
      await expect(setup.getByRole('status').filter({ hasText: failed })).toBeVisible();
      await judgePage(setup, 'setup with a permission that was denied and long file names');
      await setup.close();

      const library = await app.context.newPage();
      await library.setViewportSize(narrow);
      await stubSavePicker(library);
      await library.addInitScript(refuse);
      await library.goto(extensionUrl(pages.library));
      const judge = (where: string) => judgePage(library, where);
      const allow = buttonOf(library, 'folderAllow');
      const notice = library.getByRole('alert').filter({ has: allow });
      await pressEnterOn(library, notice.locator('summary'));
      await expect(notice.getByRole('link')).toHaveCount(2);
      await expect(notice).toContainText(text('failureFolderGoneWhat'));
      await expect(articles(library).filter({ hasText: text('copyWaiting') })).toHaveCount(1);
      await judge('library with a lost permission and a folder that is gone');
      await pressEnterOn(library, allow);
      await expect(notice).toContainText(text('failureFolderFailedWhat'));
      await judge('library with a permission that was denied');

      const article = articles(library).first();
      const dialog = library.getByRole('dialog', { name: text('export') });
      const job = dialog.getByRole('listitem');
      const start = buttonOf(dialog, 'startExport');
      const writing = await haltWorkerOf(app, library, {
        method: 'FileSystemWritableFileStream.prototype.write',
        isMade: false,
        worker: 'export-worker',
      });
      await pressEnterOn(library, buttonOf(article, 'exportAs'));
      await expect(start).toBeVisible();
      await pressEnterOn(library, start);
      await writing.halted;
      await expect(job.getByRole('progressbar')).toBeVisible();
      await judge('library with an export under way');
      await pressEnterOn(library, buttonOf(job, 'cancel'));
      await writing.goOn();
      await expect(job).toHaveCount(0);

      await library.evaluate(pickLocked);
      await pressEnterOn(library, start);
      await expect(job.getByRole('alert')).toContainText(text('failureExportNotWritableWhat'));
      await judge('library with an export that has failed');
      await library.keyboard.press('Escape');
      await expect(dialog).toHaveCount(0);
      await expect(buttonOf(article, 'exportAs'), 'the keyboard is where it was').toBeFocused();

      await article.getByRole('button', { name: text('play'), exact: true }).click();
      await expect(article.getByRole('combobox', { name: text('joinWith') })).toBeVisible();
      await judge('library with recordings to join');
      await pressEnterOn(library, buttonOf(article, 'joinAdd'));
      await expect(article.getByRole('status').filter({ hasText: text('cutResult') })).toBeVisible();
    });

    test(`an empty library is accessible, ${appearances}`, longIf(!dark), async ({ app }) => {
      const library = await openLibrary(app);
      await expect(library.getByRole('heading').first()).toBeVisible();
      await expectAccessible(library, 'empty library', { dark });
    });
  });
}

test('the popup’s first fields are reached by Tab, each visibly, and Enter starts a recording', async ({
  app,
  tab,
}) => {
  const popup = await openPopup(app, tab);
  await expect(popup.getByRole('button', { name: 'Start recording', exact: true })).toBeVisible();
  const look = () => popup.screenshot({ animations: 'disabled', caret: 'hide' });
  const reached: string[] = [];
  let before = await look();
  for (let step = 0; step < 5; step += 1) {
    await popup.keyboard.press('Tab');
    const focused = popup.locator(':focus');
    reached.push(await focused.evaluate(({ id, textContent }) => id || (textContent ?? '')));
    const after = await look();
    expect(after.equals(before), `focus is seen on ${reached.at(-1)}`).toBe(false);
    before = after;
  }
  expect(new Set(reached).size, 'each is reached once').toBe(5);
  await popup.getByRole('button', { name: 'Start recording', exact: true }).focus();
  await popup.keyboard.press('Enter').catch((error: unknown) => {
    if (!popup.isClosed()) throw error;
  });
  await waitForState(app, 'recording');
});
