import { expect, type Locator, type Page } from '@playwright/test';
import type { FormatId } from '../../src/domain/format';
import type { TestBrowser } from './browser';
import { judgeMovingPage } from './judge';
import { articles, download, openLibrary } from './library';
import { ask, startWith, waitForState, waitUntilSafe } from './session';

/** The library with one recording of a tab, whose player is open. */
export async function recordAndPlay(app: TestBrowser, tab: Page, format: FormatId, ms: number) {
  expect(await startWith(app, { source: 'tab', format, timesliceMs: 500 }, tab)).toMatchObject({ ok: true });
  await waitUntilSafe(app, ms);
  expect(await ask(app, { to: 'background', name: 'stop' })).toMatchObject({ ok: true });
  await waitForState(app, 'inactive');
  const library = await openLibrary(app);
  const { file } = await download(library, articles(library).first());
  const original = await judgeMovingPage(file);
  await articles(library).first().getByRole('button', { name: 'Play', exact: true }).click();
  await expect(library.getByRole('slider', { name: 'Position' })).toBeVisible();
  const position = library.getByRole('slider', { name: 'Position' });
  return { library, file, original, player: articles(library).filter({ has: position }) };
}

/** A button of the player. */
export const button = (player: Locator, name: string) => player.getByRole('button', { name, exact: true });

/** Moves to a moment, in s, and presses the button there. */
export async function at(player: Locator, seconds: number, name: string): Promise<void> {
  await player.getByRole('slider', { name: 'Position' }).fill(String(seconds * 1000));
  await button(player, name).click();
}

/** A moment, in s, as the page shows it: rounded down. */
export const tenths = (seconds: number) => (Math.floor(seconds * 10 + 0.001) / 10).toFixed(1);

/** Saves the cut, and downloads it. */
export async function saveCut(library: Page, player: Locator): Promise<string> {
  await button(player, 'Save as new recording').click();
  await expect(articles(library)).toHaveCount(2);
  const cut = articles(library).filter({ has: library.getByRole('heading', { name: /\(cut\)$/ }) });
  return (await download(library, cut)).file;
}

/** Times this close, in s, are taken for the same. */
export const rounding = 0.0005;
