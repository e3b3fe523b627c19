import { expect } from '@playwright/test';
import { button, playOldest } from './support/cutting';
import { readSlices } from './support/database';
import { useFilm } from './support/films';
import { judgeMovingPage } from './support/judge';
import { articles, download, stopAndDownload } from './support/library';
import { complaintsOfMkvtoolnix } from './support/matroska';
import { probeMedia } from './support/media-file';
import { readPackets } from './support/packets';
import { playAt } from './support/player';
import { judgePlayed, placesIn } from './support/seeking';
import { startWith, waitUntilSafe } from './support/session';
import { test } from './support/test';

test.use({ shared: true });

test('recordings are joined by reference; what can’t be joined is refused with the reason', async ({
  app,
  tab,
}) => {
  const record = async (format: 'webm-vp9' | 'webm-vp8') => {
    expect(await startWith(app, { source: 'tab', format, timesliceMs: 500 }, tab)).toMatchObject({
      ok: true,
    });
    await waitUntilSafe(app, 2500);
    return (await stopAndDownload(app)).recording?.id ?? '';
  };
  const film = await useFilm(app, tab, 'webm-vp9', 3500);
  const second = await record('webm-vp9');
  const other = await record('webm-vp8');
  const { file, original, library, player } = await playOldest(app, film);
  const slices = await readSlices(app.probe);
  const count = await articles(library).count();
  const whole = await download(library, library.locator(`[id="${second}"]`));
  const judgedSecond = await judgeMovingPage(whole.file);

  const choice = player.getByRole('combobox', { name: 'Add a recording' });
  await choice.selectOption(other);
  await button(player, 'Add to the end').press('Enter');
  await expect(library.getByRole('alert')).toContainText('different formats');
  await library.getByRole('alert').getByRole('button').last().click();
  await expect(button(player, 'Undo')).toHaveAttribute('aria-disabled', 'true');

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

  const [first, last, all] = await Promise.all([file, whole.file, made].map(readPackets));
  const sums = (track: 'video' | 'audio') => ({
    parts: [first, last].flatMap((part) => part?.[track].map(({ checksum }) => checksum) ?? []),
    all: all?.[track].map(({ checksum }) => checksum),
  });
  for (const track of ['video', 'audio'] as const) expect(sums(track).all).toEqual(sums(track).parts);
  expect(await complaintsOfMkvtoolnix(made)).toEqual([]);
  const counters = [...original.frames, ...judgedSecond.frames].map(({ counter }) => counter);
  const places = placesIn(original.frames);
  await button(player, 'Close player').click();
  await button(joined, 'Play').click();
  await expect(button(joined, 'Pause')).toBeVisible();
  const played = await library.evaluate(
    playAt,
    places.map(({ time }) => time),
  );
  expect(counters).toEqual(expect.arrayContaining([...played.counters]));
  judgePlayed(played, places, original.frames, (await probeMedia(made)).duration ?? Number.NaN);
});
