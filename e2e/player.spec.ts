import { expect, type Page } from '@playwright/test';
import { expectAccessible } from './support/axe';
import { at, button, pause, playFilm, rounding } from './support/cutting';
import { useFilm } from './support/films';
import { type HaltPoint, haltWorkerOf } from './support/halt';
import { openLab } from './support/lab';
import { openLibrary } from './support/library';
import { expectFits, narrow } from './support/narrow';
import { often } from './support/often';
import { readPackets } from './support/packets';
import { readFrames } from './support/picture';
import { onlyRecording } from './support/session';
import { test } from './support/test';

test.use({ shared: true });

test('the keys of a player are those that people know, and its buttons do the same', async ({ app, tab }) => {
  const { library, player } = await playFilm(app, tab, 'webm-vp9', 3500);
  await pause(player);
  const video = player.locator('video');
  const read = <T>(of: (video: HTMLVideoElement) => T) => video.evaluate(of);
  const position = player.getByRole('slider', { name: 'Position' });
  const press = (key: string) => library.keyboard.press(key);
  const isPaused = () => read(({ paused }) => paused);
  const atS = () => read(({ currentTime }) => currentTime);
  const lasts = await read(({ duration }) => duration);

  // It moves to the end at once, but no further.
  await position.fill('500');
  await press('ArrowRight');
  await expect.poll(atS).toBeCloseTo(lasts, 1);
  await press('j');
  await expect.poll(atS).toBe(0);
  await press('l');
  await expect.poll(atS).toBeCloseTo(lasts, 1);
  await press('Home');
  await expect.poll(atS).toBe(0);
  await press('End');
  await expect.poll(atS).toBeCloseTo(lasts, 1);
  await press('ArrowLeft');
  await expect.poll(atS).toBe(0);

  await button(player, 'Loop').click();
  await expect(button(player, 'Loop')).toHaveAttribute('aria-pressed', 'true');
  // Space would press the button.
  await position.focus();
  for (const key of [' ', 'k']) {
    await press(key);
    await expect.poll(isPaused).toBe(false);
    await press(key);
    await expect.poll(isPaused).toBe(true);
  }
  await position.fill(String(Math.floor(lasts * 1000) - 200));
  await press('k');
  await expect.poll(atS, 'from the end it begins again').toBeLessThan(lasts - 0.5);
  await press('k');
  await expect.poll(isPaused).toBe(true);

  const speed = player.getByRole('combobox', { name: 'Speed' });
  const rate = () => read(({ playbackRate }) => playbackRate);
  await press(']');
  await expect(speed).toHaveValue('1.25');
  expect(await rate()).toBe(1.25);
  await press('[');
  await press('[');
  expect(await rate()).toBe(0.75);
  for (const value of ['0.25', '4']) {
    await speed.selectOption(value);
    expect(await rate()).toBe(Number(value));
  }

  await press('m');
  expect(await read(({ muted }) => muted)).toBe(true);
  await button(player, 'Unmute').click();
  expect(await read(({ muted }) => muted)).toBe(false);

  const isFull = () =>
    read((shown) => document.fullscreenElement?.contains(shown) === true && shown.clientHeight > 200);
  await press('f');
  await expect.poll(isFull).toBe(true);
  await press('f');
  await expect.poll(isFull).toBe(false);

  const isInPicture = () => read((shown) => document.pictureInPictureElement === shown);
  await button(player, 'Picture-in-picture').click();
  await expect.poll(isInPicture).toBe(true);
  await button(player, 'Picture-in-picture').click();
  await expect.poll(isInPicture).toBe(false);
});

/**
 * Runs in the page. Notes the frames that a video shows, and the place to which it seeks next: it pauses there, so that
 * the frame there is shown. It pauses again near the end of the film.
 */
function noteFrames(video: HTMLVideoElement): { readonly times: number[]; readonly sought: number[] } {
  const noted = { times: [] as number[], sought: [] as number[] };
  const note = (_now: number, { mediaTime }: VideoFrameCallbackMetadata) => {
    noted.times.push(mediaTime);
    if (mediaTime > 7.6) video.pause();
    else video.requestVideoFrameCallback(note);
  };
  video.requestVideoFrameCallback(note);
  const pauseThere = () => {
    noted.sought.push(video.currentTime);
    video.pause();
  };
  video.addEventListener('seeking', pauseThere, { once: true });
  return noted;
}

test('a preview plays what is kept, and skips what is removed', async ({ app, tab }) => {
  const { file, original, player } = await playFilm(app, tab, 'webm-vp9', 10_000);
  await pause(player);
  for (const [seconds, name] of [
    [3.5, 'Set in'],
    [7.2, 'Set out'],
  ] as const) {
    await at(player, seconds, name);
  }
  await button(player, 'Remove selection').click();
  const key = (await readPackets(file)).video.findLast(({ time, isKey }) => isKey && time <= 7.2)?.time;
  const visible = original.frames.findLast(({ time }) => time <= 7.2)?.time;
  const video = player.locator('video');
  for (const [precision, goesOn = Number.NaN, first = Number.NaN] of [
    ['Lossless', key, key],
    ['Exact', 7.2, visible],
  ] as const) {
    await player.getByRole('radio', { name: precision }).check();
    await player.getByRole('slider', { name: 'Position' }).fill('3000');
    await expect.poll(() => video.evaluate(({ seeking }: HTMLVideoElement) => seeking)).toBe(false);
    const noted = await video.evaluateHandle(noteFrames);
    const lastNoted = () => noted.evaluate(({ times }) => times.at(-1));
    await button(player, 'Play').click();
    await expect.poll(lastNoted, `${precision}: the frame with which the rest begins`).toBeCloseTo(first, 3);
    await button(player, 'Play').click();
    await expect.poll(lastNoted).toBeGreaterThan(7.6);

    const { times, sought } = await noted.jsonValue();
    expect(sought).toEqual([expect.closeTo(goesOn, 3)]);
    const kept = times.filter((time) => time < 3.5);
    expect(kept[0], 'from where it stood').toBeGreaterThan(2.5);
    // The player notices with a frame or two that it is at the end.
    const removed = times.filter((time) => time >= 3.5 && time < first - rounding);
    expect(removed.length, `frames of what is removed: ${removed}`).toBeLessThan(4);
    expect(times.slice(0, kept.length + removed.length)).toEqual([...kept, ...removed]);
    await noted.dispose();
  }
});

/** Writes a clip of these ranges of media, in ms. */
function plantClip(page: Page, mediaId: string, ranges: readonly (readonly [number, number])[]) {
  return page.evaluate(
    async ([mediaId, ranges]) => {
      const database = await new Promise<IDBDatabase>((resolve, reject) => {
        const request = indexedDB.open('timeslice');
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
      const transaction = database.transaction('clips', 'readwrite');
      transaction.objectStore('clips').add({
        id: 'part',
        name: 'Part',
        createdAt: Date.now(),
        durationMs: ranges.reduce((sum, [startMs, endMs]) => sum + endMs - startMs, 0),
        bytes: 1,
        ranges: ranges.map(([startMs, endMs]) => ({ mediaId, startMs, endMs })),
      });
      await new Promise((resolve, reject) => {
        transaction.oncomplete = resolve;
        transaction.onabort = () => reject(transaction.error);
      });
      database.close();
    },
    [mediaId, ranges] as const,
  );
}

test('a long clip plays from its original at once, and from its file as soon as that is made', async ({
  app,
  tab,
}) => {
  await useFilm(app, tab, 'webm-vp9', 3500);
  const { id: template } = await onlyRecording(app);
  const lab = await openLab(app.probe);
  const lasts = 1100;
  await lab.run('writeSynthetic', {
    id: 'long',
    name: 'Long',
    template,
    seconds: lasts,
    sliceSeconds: 20,
    unpacked: true,
  });
  await plantClip(app.probe, 'long', [
    [0, 1200],
    [10_000, 1_000_000],
  ]);
  const library = await openLibrary(app);
  const player = library.locator('[id="part"]');
  // The page starts workers beforehand, and such a one keeps the halt of an earlier copy: all have the same.
  const atEnd: HaltPoint = {
    method: 'FileSystemSyncAccessHandle.prototype.close',
    isMade: false,
    worker: 'media-worker',
  };
  const cancel = async (starter: string, meanwhile = async () => {}) => {
    const copied = await haltWorkerOf(app, library, atEnd);
    await button(player, starter).click();
    await copied.halted;
    await meanwhile();
    await button(player, 'Cancel').press('Enter');
    await expect(button(player, 'Cancel')).toBeHidden();
    await copied.goOn();
  };
  await cancel('Download');
  await expect(player, 'the focus stays in the card').toBeFocused();

  const copying = await haltWorkerOf(app, library, atEnd);
  await button(player, 'Play').click();
  await pause(player);
  await copying.halted;

  const position = player.getByRole('slider', { name: 'Position' });
  const video = player.locator('video');
  const read = <T>(of: (video: HTMLVideoElement) => T) => video.evaluate(of);
  const length = async () => Number(await position.getAttribute('max')) / 1000;
  const loaded = () => read(({ duration }) => duration);
  /** The painted counter at a moment, and where the file is there, in s. */
  const look = async (ms: number) => {
    await position.fill(String(ms));
    const saving = library.waitForEvent('download');
    await button(player, 'Save this frame').click();
    const picture = test.info().outputPath('frame.png');
    await (await saving).saveAs(picture);
    const counter = (await readFrames(picture))[0]?.counter;
    expect(counter).toBeDefined();
    return { counter, at: await read(({ currentTime }) => currentTime) };
  };

  const clip = await length();
  expect(clip, 'a range begins with a key frame, and the film is 3.5 s').toBeGreaterThan(991);
  expect(clip).toBeLessThan(996);
  expect(await loaded()).toBeGreaterThan(lasts - 1);
  const places = [600, 2000, 900_000];
  const before: Awaited<ReturnType<typeof look>>[] = [];
  for (const place of places) before.push(await look(place));
  const skipped = (before[1]?.at ?? 0) - 2;
  expect(skipped, 'what is between the ranges').toBeGreaterThan(4);
  expect(before.map(({ at }) => at)).toEqual(
    [0.6, 2 + skipped, 900 + skipped].map((at) => expect.closeTo(at, 2)),
  );
  expect(before[0]?.counter).not.toBe(before[1]?.counter);

  await position.fill('700');
  await expect.poll(() => read(({ seeking }) => seeking), often).toBe(false);
  const times = video.evaluate(
    (shown: HTMLVideoElement) =>
      new Promise<number[]>((resolve) => {
        const seen: number[] = [];
        const note = (_now: number, { mediaTime }: VideoFrameCallbackMetadata) => {
          // The browser may call back for the frame before the seek, too.
          if (mediaTime < 100) seen.push(mediaTime);
          if (seen.length > 1 && mediaTime > 6) resolve(seen);
          else shown.requestVideoFrameCallback(note);
        };
        shown.requestVideoFrameCallback(note);
      }),
  );
  await player.getByRole('combobox', { name: 'Speed' }).selectOption('1.5');
  await button(player, 'Mute').click();
  await button(player, 'Play').click();
  const seen = await times;
  expect(seen[0]).toBeGreaterThan(0.6);
  expect(seen[0]).toBeLessThan(1.2);
  expect(seen.filter((time) => time > 1.2 + 0.3 && time < 6)).toEqual([]);
  await button(player, 'Pause').click();

  await copying.goOn();
  // It takes over with a seek.
  await expect
    .poll(async () => {
      await position.fill('2000');
      return loaded();
    })
    .toBeCloseTo(clip, 1);
  expect(await read(({ muted, playbackRate, paused }) => ({ muted, playbackRate, paused }))).toEqual({
    muted: true,
    playbackRate: 1.5,
    paused: true,
  });
  expect(await length()).toBeCloseTo(clip, 1);
  for (const [index, ms] of places.entries()) {
    const { counter = 0, at } = await look(ms);
    expect(at).toBeCloseTo(ms / 1000, 3);
    // Chromium keeps a frame for as long as frames last on average, which isn't the same in both files.
    expect(Math.abs(counter - (before[index]?.counter ?? 0)), `frames apart at ${ms} ms`).toBeLessThan(2);
  }
  await button(player, 'Play').click();
  await button(player, 'Pause').click();

  const { width, height } = library.viewportSize() ?? { width: 1280, height: 720 };
  await cancel('Add to the end', async () => {
    await library.setViewportSize(narrow);
    await expectAccessible(library, 'joining that copies', { dark: false });
    await expectFits(library, 'joining that copies');
    await library.setViewportSize({ width, height });
  });
  await library.keyboard.press('k');
  await expect(button(player, 'Pause'), 'the keys of the player still work').toBeVisible();
});
