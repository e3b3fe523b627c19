import { expect, type Locator, type Page } from '@playwright/test';
import type { FormatId } from '../../src/domain/format';
import type { TestBrowser } from './browser';
import { type Film, useFilm } from './films';
import { articles, download, openLibrary } from './library';

/** The library with one recording of a tab, whose player is open. @param ms how long it is at least */
export async function playFilm(app: TestBrowser, tab: Page, format: FormatId, ms: number) {
  return playOldest(app, await useFilm(app, tab, format, ms));
}

/** The library with a film that was there before all other recordings, whose player is open. */
export async function playOldest<F extends Pick<Film, 'file'>>(app: TestBrowser, film: F) {
  const library = await openLibrary(app);
  await articles(library).last().getByRole('button', { name: 'Play', exact: true }).click();
  const position = library.getByRole('slider', { name: 'Position' });
  await expect(position).toBeVisible();
  return { ...film, library, player: articles(library).filter({ has: position }) };
}

/** A button of the player. */
export const button = (player: Locator, name: string) => player.getByRole('button', { name, exact: true });

/** Pauses the player, which plays as soon as it is opened: a short film would end before a busy browser is clicked. */
export async function pause(player: Locator): Promise<void> {
  const loop = (isOn: boolean) =>
    player.locator('video, audio').evaluate((media: HTMLMediaElement, on) => {
      media.loop = on;
    }, isOn);
  await loop(true);
  await button(player, 'Pause').click();
  await loop(false);
}

/** Moves to a moment, in s, and presses the button there. */
export async function at(player: Locator, seconds: number, name: string): Promise<void> {
  await player.getByRole('slider', { name: 'Position' }).fill(String(Math.round(seconds * 1000)));
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
