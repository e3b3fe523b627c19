import { expect } from '@playwright/test';
import { at, button, pause, playFilm, rounding, saveCut, tenths } from './support/cutting';
import { readRecordings, readSlices, readStoredBytes } from './support/database';
import { playsIn } from './support/firefox';
import { type Judged, judgeMovingPage } from './support/judge';
import { expectSought, seekAudio } from './support/judge-export';
import { expectRanges } from './support/judge-ranges';
import { articles, download, openLibrary, shownName } from './support/library';
import { longIf } from './support/long';
import { complaintsOfMkvtoolnix } from './support/matroska';
import { decodeMedia } from './support/media-file';
import { readPackets } from './support/packets';
import { judgePlayedToEnd, playToEnd } from './support/play-to-end';
import { playAt } from './support/player';
import { judgePlayed, placesIn } from './support/seeking';
import { startWith, stop, waitUntilSafe } from './support/session';
import { test } from './support/test';

test.use({ shared: true });

/** The frames of the original with these times, in s, from the last key frame before. */
async function framesFrom(file: string, { frames }: Judged, from: number, until: number) {
  const { video } = await readPackets(file);
  const keys = video.filter(({ isKey, time }) => isKey && time <= from + rounding).map(({ time }) => time);
  const start = keys.at(-1) ?? 0;
  return {
    start,
    counters: frames
      .filter(({ time }) => time > start - rounding && time < until - rounding)
      .map(({ counter }) => counter),
  };
}

for (const format of ['webm-vp9', 'webm-vp8', 'mp4-h264'] as const) {
  test(
    `a cut of ${format} has exactly the frames that were selected, and copies nothing`,
    longIf(format === 'webm-vp8'),
    async ({ app, tab, firefox }) => {
      const { library, file, original, player } = await playFilm(app, tab, format, 10_000);
      const before = await readSlices(app.probe);
      const bytes = await readStoredBytes(app.probe);
      await button(player, 'Pause').click();
      await at(player, 3.2, 'Set in');
      await at(player, 7.1, 'Set out');
      await button(player, 'Keep selection').click();
      const wanted = await framesFrom(file, original, 3.2, 7.1);
      await expect(player.getByRole('status')).toContainText(`0:0${tenths(wanted.start)} to 0:07.1`);
      const cut = await saveCut(library, player);
      expect(await readSlices(app.probe)).toEqual(before);
      expect(await readStoredBytes(app.probe)).toEqual(bytes);

      const judged = await judgeMovingPage(cut);
      expect(judged.frames.map(({ counter }) => counter)).toEqual(wanted.counters);
      const [first] = judged.frames;
      expect(first?.time).toBeLessThan(0.1);
      expect(judged.media.duration).toBeGreaterThan(7.1 - wanted.start - 0.3);
      expect(judged.media.duration).toBeLessThan(7.1 - wanted.start + 0.3);
      await expectRanges(cut, [{ file, from: wanted.start, until: 7.1 }]);
      if (cut.endsWith('.webm')) expect(await complaintsOfMkvtoolnix(cut)).toEqual([]);

      const places = placesIn(judged.frames);
      const times = places.map(({ time }) => time);
      const row = (await readRecordings(app.probe)).at(-1);
      if (await playsIn(await firefox, row?.mimeType ?? '')) {
        judgePlayed(
          await (await firefox).play(cut, times),
          places,
          judged.frames,
          judged.media.duration ?? Number.NaN,
        );
      }
      const shown = articles(library).filter({ has: library.getByRole('heading', { name: /\(cut\)$/ }) });
      await button(player, 'Close player').click();
      await button(shown, 'Play').click();
      await expect(button(player, 'Pause')).toBeVisible();
      judgePlayed(
        await library.evaluate(playAt, times),
        places,
        judged.frames,
        judged.media.duration ?? Number.NaN,
      );
    },
  );
}

for (const format of ['webm-vp9', 'mp4-h264'] as const) {
  test(`what is removed from the middle of ${format} is gone, and audio stays in step after it`, async ({
    app,
    tab,
    firefox,
  }) => {
    const { library, file, original, player } = await playFilm(app, tab, format, 10_000);
    await button(player, 'Pause').click();
    await at(player, 3.5, 'Set in');
    await at(player, 7.2, 'Set out');
    await button(player, 'Remove selection').click();
    const after = await framesFrom(file, original, 7.2, Number.POSITIVE_INFINITY);
    await expect(player.getByRole('status')).toContainText(`0:03.5, 0:0${tenths(after.start)} to`);
    const cut = await saveCut(library, player);
    const judged = await judgeMovingPage(cut);
    const before = original.frames.filter(({ time }) => time < 3.5 - rounding).map(({ counter }) => counter);
    expect(judged.frames.map(({ counter }) => counter)).toEqual([...before, ...after.counters]);
    await expectRanges(cut, [
      { file, until: 3.5 },
      { file, from: after.start },
    ]);
    const places = placesIn(judged.frames);
    const times = places.map(({ time }) => time);
    const lasts = judged.media.duration ?? Number.NaN;
    const { mimeType = '' } = (await readRecordings(app.probe)).at(-1) ?? {};
    if (await playsIn(await firefox, mimeType)) {
      judgePlayed(await (await firefox).play(cut, times), places, judged.frames, lasts);
    }
    await button(player, 'Close player').click();
    const shown = articles(library).filter({ has: library.getByRole('heading', { name: /\(cut\)$/ }) });
    await button(shown, 'Play').click();
    await expect(button(shown, 'Pause')).toBeVisible();
    judgePlayed(await library.evaluate(playAt, times), places, judged.frames, lasts);
  });
}

test('a cut is undone and redone, by buttons and keys; a part of a part is cut', async ({ app, tab }) => {
  const { library, player } = await playFilm(app, tab, 'webm-vp9', 10_000);
  const position = player.getByRole('slider', { name: 'Position' });
  await player.evaluate((article) => article.scrollIntoView({ block: 'end' }));
  await position.focus();
  const isSeen = (slider: HTMLElement | SVGElement) => {
    const { x, y, width, height } = slider.getBoundingClientRect();
    return document.elementFromPoint(x + width / 2, y + height / 2) === slider;
  };
  await expect.poll(() => position.evaluate(isSeen), 'the focus is not behind the video').toBe(true);
  await button(player, 'Pause').click();
  await position.fill('2500');
  await position.press('i');
  await position.fill('5000');
  await position.press('o');
  await expect(player.getByRole('status')).toHaveText('Selected: 0:02.5 to 0:05.0');
  await button(player, 'Keep selection').click();
  await expect(player.getByRole('status')).toContainText('to 0:05.0');
  await position.press('Control+z');
  await expect(player.getByRole('status')).toHaveText('Selected: 0:02.5 to 0:05.0');
  await button(player, 'Redo').click();
  await expect(player.getByRole('status')).toContainText('to 0:05.0');
  await position.press('Control+z');
  await expect(player.getByRole('status')).toHaveText('Selected: 0:02.5 to 0:05.0');
  await position.press('Control+Shift+z');
  await expect(player.getByRole('status')).toContainText('to 0:05.0');
  await button(player, 'Save as new recording').click();
  await expect(articles(library)).toHaveCount(2);
  await button(player, 'Close player').click();

  await button(articles(library).first(), 'Play').click();
  const cut = player;
  await pause(cut);
  const start = await cut.locator('video').evaluate((video: HTMLVideoElement) => video.duration);
  await at(cut, 1, 'Set out');
  await button(cut, 'Keep selection').click();
  await button(cut, 'Save as new recording').click();
  await expect(articles(library)).toHaveCount(3);
  await button(cut, 'Close player').click();
  const part = articles(library).first();
  await button(part, 'Play').click();
  const length = () => part.locator('video').evaluate((video: HTMLVideoElement) => video.duration);
  await expect.poll(length).toBeLessThan(Math.min(start, 1.4));
  expect(await length()).toBeGreaterThan(0.6);
});

test('a recording is split in two; deleting one part keeps what the other needs', async ({ app, tab }) => {
  const { library, file, original, player } = await playFilm(app, tab, 'mp4-h264', 10_000);
  await button(player, 'Pause').click();
  await at(player, 3, 'Split');
  await expect(button(player, 'Save as new recording')).toHaveAccessibleDescription(
    'Creates 2 new recordings',
  );
  await button(player, 'Save as new recording').click();
  await expect(articles(library)).toHaveCount(3);
  const slices = await readSlices(app.probe);
  await button(player, 'Close player').click();
  const named = (name: string) =>
    articles(library).filter({ has: library.getByRole('heading', { name, exact: true }) });
  const name = shownName((await readRecordings(app.probe))[0] ?? { name: '' });
  const second = await framesFrom(file, original, 3, Number.POSITIVE_INFINITY);
  const first = original.frames.filter(({ time }) => time < 3 - rounding).map(({ counter }) => counter);
  for (const [part, counters, range] of [
    [1, first, { file, until: 3 }],
    [2, second.counters, { file, from: second.start }],
  ] as const) {
    const { file: saved } = await download(library, named(`${name} (part ${part})`));
    const { frames } = await judgeMovingPage(saved);
    expect(
      frames.map(({ counter }) => counter),
      `the frames of part ${part}`,
    ).toEqual(counters);
    await expectRanges(saved, [range]);
  }
  for (const deleted of [name, `${name} (part 1)`]) {
    await button(named(deleted), 'Delete').click();
    const question = library.getByRole('dialog');
    await expect(question).toContainText('This frees nothing on the disk');
    await question.getByRole('button', { name: 'Delete', exact: true }).click();
    await expect(named(deleted)).toHaveCount(0);
  }
  await expect(articles(library)).toHaveCount(1);
  await button(articles(library), 'Play').click();
  await expect(articles(library).locator('video')).toBeVisible();
  expect(await readSlices(app.probe)).toEqual(slices);
});

test.describe('with a microphone', () => {
  test.use({ launch: { permitted: false, devices: true, answers: { microphone: 'allow' } } });

  test('a cut of audio alone begins with the Cluster before, and copies nothing', async ({
    app,
    firefox,
  }) => {
    expect(await startWith(app, { source: 'microphone', timesliceMs: 250 })).toMatchObject({ ok: true });
    await waitUntilSafe(app, 3500);
    await stop(app);
    const library = await openLibrary(app);
    const player = articles(library).filter({ has: library.getByRole('slider', { name: 'Position' }) });
    const { file } = await download(library, articles(library));
    const slices = await readSlices(app.probe);
    await button(articles(library), 'Play').click();
    await pause(player);
    await at(player, 0.9, 'Set in');
    await at(player, 1.8, 'Set out');
    await button(player, 'Keep selection').click();
    const kept = player.getByRole('status');
    await expect(kept).toContainText('to 0:01.8');
    const said = await kept.textContent();
    const cut = await saveCut(library, player);
    expect(await readSlices(app.probe)).toEqual(slices);

    const { audio } = await readPackets(cut);
    const before = (await readPackets(file)).audio.filter(({ time }) => time < 1.8 - rounding);
    const start = before.at(-audio.length)?.time ?? Number.NaN;
    expect(start).toBeLessThan(0.9 + rounding);
    expect(said).toContain(`0:0${tenths(start)} to 0:01.8`);
    await expectRanges(cut, [{ file, from: start, until: 1.8 }]);
    expect(await complaintsOfMkvtoolnix(cut)).toEqual([]);
    expect((await decodeMedia(cut)).complaints).toEqual([]);

    await button(player, 'Close player').click();
    const shown = articles(library).filter({ has: library.getByRole('heading', { name: /\(cut\)$/ }) });
    await button(shown, 'Play').click();
    await expect(shown.locator('audio')).toBeAttached();
    const lasts = 1.8 - start;
    expectSought(await library.evaluate(seekAudio, lasts / 2), lasts / 2, [lasts]);
    judgePlayedToEnd(await library.evaluate(playToEnd));
    expectSought(await (await firefox).show(cut, seekAudio, lasts / 2), lasts / 2, [lasts]);
    judgePlayedToEnd(await (await firefox).show(cut, playToEnd, undefined));
  });
});
