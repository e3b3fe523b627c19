import { rename } from 'node:fs/promises';
import { expect, type Locator, type Page } from '@playwright/test';
import type { FormatId } from '../src/domain/format';
import { at, button, pause, playFilm, playOldest } from './support/cutting';
import { readRecordings, readSlices, readStoredBytes } from './support/database';
import { useFilm } from './support/films';
import { type Firefox, playsIn } from './support/firefox';
import { expectRanges } from './support/judge-ranges';
import { articles, download, stopAndDownload } from './support/library';
import { longIf } from './support/long';
import { complaintsOfMkvtoolnix } from './support/matroska';
import { decodeMedia, probeMedia } from './support/media-file';
import { type Frame, readFrames } from './support/picture';
import { judgePlayedToEnd, playToEnd } from './support/play-to-end';
import { playAt } from './support/player';
import { judgePlayed, placesIn } from './support/seeking';
import { startWith, waitUntilSafe } from './support/session';
import { test } from './support/test';

test.use({ shared: true });

for (const format of ['webm-vp9', 'mp4-h264'] as const) {
  const isRefused = format === 'webm-vp9';
  const refusal = isRefused ? '; what can’t be joined is refused with the reason' : '';
  test(`recordings in ${format} are joined by reference${refusal}`, async ({ app, tab, firefox }) => {
    const record = async (of: FormatId, ms: number) => {
      const started = await startWith(app, { source: 'tab', format: of, timesliceMs: 500 }, tab);
      expect(started).toMatchObject({ ok: true });
      await waitUntilSafe(app, ms);
      return (await stopAndDownload(app)).recording?.id ?? '';
    };
    const film = await useFilm(app, tab, format, 3500);
    const second = await record(format, 3500);
    const other = isRefused ? await record('webm-vp8', 1000) : '';
    const { file, original, library, player } = await playOldest(app, film);
    const slices = await readSlices(app.probe);
    const bytes = await readStoredBytes(app.probe);
    const count = await articles(library).count();
    const whole = await download(library, library.locator(`[id="${second}"]`));

    const choice = player.getByRole('combobox', { name: 'Add a recording' });
    if (isRefused) {
      await choice.selectOption(other);
      await button(player, 'Add to the end').press('Enter');
      await expect(library.getByRole('alert')).toContainText('different formats');
      await library.getByRole('alert').getByRole('button').last().click();
      await expect(button(player, 'Undo')).toHaveAttribute('aria-disabled', 'true');
    }

    // It plays before it is made.
    const length = () => player.locator('video').evaluate((video: HTMLVideoElement) => video.duration);
    const before = await length();
    await choice.selectOption(second);
    await button(player, 'Add to the end').press('Enter');
    const refusals = () => library.getByRole('alert').allTextContents();
    await expect.poll(async () => [await refusals(), (await length()) > before + 2]).toEqual([[], true]);
    await expect(button(player, 'Add to the end'), 'the focus stays').toBeFocused();
    await button(player, 'Undo').click();
    await expect.poll(length).toBe(before);
    await button(player, 'Redo').click();
    await expect.poll(length).toBeGreaterThan(before + 2);
    await button(player, 'Save as new recording').click();
    await expect(articles(library)).toHaveCount(count + 1);
    const joined = articles(library).filter({ has: library.getByRole('heading', { name: /\(joined\)$/ }) });
    const { file: made } = await download(library, joined);
    expect(await readSlices(app.probe)).toEqual(slices);
    expect(await readStoredBytes(app.probe)).toEqual(bytes);

    await expectRanges(made, [{ file }, { file: whole.file }]);
    const { mimeType = '' } = (await readRecordings(app.probe)).find(({ id }) => id === second) ?? {};
    const frames = [...original.frames, ...(await readFrames(whole.file))];
    await judgeJoin({ library, player, joined, made, mimeType, frames, firefox: await firefox });
  });
}

for (const format of ['webm-vp8', 'webm-av1'] as const) {
  test(
    `cuts of ${format} are joined, the later one first`,
    longIf(format === 'webm-av1'),
    async ({ app, tab, firefox }) => {
      const { library, player } = await playFilm(app, tab, format, 3500);
      const cuts: { readonly id: string; readonly file: string }[] = [];
      const shown = (id: string) => library.locator(`[id="${id}"]`);
      /** Saves what the player shows. @returns the row of the new recording */
      const save = async () => {
        const before = (await readRecordings(app.probe)).map(({ id }) => id);
        await button(player, 'Save as new recording').click();
        await expect(articles(library)).toHaveCount(before.length + 1);
        const made = (await readRecordings(app.probe)).find(({ id }) => !before.includes(id));
        return { id: made?.id ?? '', mimeType: made?.mimeType ?? '' };
      };
      for (const [from, until, precision] of [
        [1.3, 3, 'Exact'],
        [0, 1.6, 'Lossless'],
      ] as const) {
        if (cuts.length > 0) await button(articles(library).last(), 'Play').click();
        await pause(player);
        if (from > 0) await at(player, from, 'Set in');
        await at(player, until, 'Set out');
        await button(player, 'Keep selection').click();
        await player.getByRole('radio', { name: precision }).check();
        const { id } = await save();
        // Both cuts have the same name.
        const saved = (await download(library, shown(id))).file;
        const file = test.info().outputPath(`${cuts.length}.webm`);
        await rename(saved, file);
        cuts.push({ id, file });
        await button(player, 'Close player').click();
      }
      const [later = { id: '', file: '' }, earlier = later] = cuts;
      await button(shown(later.id), 'Play').click();
      await pause(player);
      await player.getByRole('combobox', { name: 'Add a recording' }).selectOption(earlier.id);
      await button(player, 'Add to the end').press('Enter');
      const slices = await readSlices(app.probe);
      const { id, mimeType } = await save();
      expect(await readSlices(app.probe), 'nothing is copied').toEqual(slices);
      const joined = shown(id);
      const { file: made } = await download(library, joined);
      await expectRanges(made, cuts);
      const frames = [...(await readFrames(later.file)), ...(await readFrames(earlier.file))];
      await judgeJoin({ library, player, joined, made, mimeType, frames, firefox: await firefox });
    },
  );
}

interface Join {
  readonly library: Page;
  /** The player that is open. */
  readonly player: Locator;
  readonly joined: Locator;
  /** The joined file. */
  readonly made: string;
  readonly mimeType: string;
  /** Of its recordings, in order. */
  readonly frames: readonly Frame[];
  readonly firefox: Firefox;
}

/** A joined file has the frames of its recordings, no program complains of it, and both players seek in it and play it. */
async function judgeJoin({ library, player, joined, made, mimeType, frames, firefox }: Join): Promise<void> {
  if (made.endsWith('.webm')) expect(await complaintsOfMkvtoolnix(made)).toEqual([]);
  expect((await decodeMedia(made)).complaints).toEqual([]);
  const found = await readFrames(made);
  expect(found.map(({ counter }) => counter)).toEqual(frames.map(({ counter }) => counter));
  const places = placesIn(found);
  const times = places.map(({ time }) => time);
  const lasts = (await probeMedia(made)).duration ?? Number.NaN;
  if (await playsIn(firefox, mimeType)) {
    judgePlayed(await firefox.play(made, times), places, found, lasts);
    judgePlayedToEnd(await firefox.playToEnd(made));
  }
  await button(player, 'Close player').click();
  await button(joined, 'Play').click();
  await expect(button(joined, 'Pause')).toBeVisible();
  judgePlayed(await library.evaluate(playAt, times), places, found, lasts);
  judgePlayedToEnd(await library.evaluate(playToEnd));
}
