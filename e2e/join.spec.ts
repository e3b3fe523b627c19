import { expect } from '@playwright/test';
import type { FormatId } from '../src/domain/format';
import { button, playOldest } from './support/cutting';
import { readRecordings, readSlices, readStoredBytes } from './support/database';
import { useFilm } from './support/films';
import { playsIn } from './support/firefox';
import { expectRanges } from './support/judge-ranges';
import { articles, download, stopAndDownload } from './support/library';
import { complaintsOfMkvtoolnix } from './support/matroska';
import { decodeMedia, probeMedia } from './support/media-file';
import { readFrames } from './support/picture';
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
    const following = await readFrames(whole.file);

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
    if (made.endsWith('.webm')) expect(await complaintsOfMkvtoolnix(made)).toEqual([]);
    expect((await decodeMedia(made)).complaints).toEqual([]);

    const frames = await readFrames(made);
    const counters = [...original.frames, ...following].map(({ counter }) => counter);
    expect(frames.map(({ counter }) => counter)).toEqual(counters);
    const places = placesIn(frames);
    const times = places.map(({ time }) => time);
    const lasts = (await probeMedia(made)).duration ?? Number.NaN;
    const { mimeType = '' } = (await readRecordings(app.probe)).find(({ id }) => id === second) ?? {};
    if (await playsIn(await firefox, mimeType)) {
      judgePlayed(await (await firefox).play(made, times), places, frames, lasts);
    }
    await button(player, 'Close player').click();
    await button(joined, 'Play').click();
    await expect(button(joined, 'Pause')).toBeVisible();
    judgePlayed(await library.evaluate(playAt, times), places, frames, lasts);
  });
}
