import { expect } from '@playwright/test';
import { button, pause, playFilm } from './support/cutting';
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

test('a preview plays what is kept, and skips what is removed', async ({ app, tab }) => {
  const { player } = await playFilm(app, tab, 'webm-vp9', 10_000);
  await pause(player);
  const position = player.getByRole('slider', { name: 'Position' });
  for (const [ms, name] of [
    ['3500', 'Set in'],
    ['7200', 'Set out'],
  ] as const) {
    await position.fill(ms);
    await button(player, name).click();
  }
  await button(player, 'Remove selection').click();
  await position.fill('3000');
  const times = player.locator('video').evaluate(
    (video: HTMLVideoElement) =>
      new Promise<number[]>((resolve) => {
        const seen: number[] = [];
        const note = (_now: number, { mediaTime }: VideoFrameCallbackMetadata) => {
          seen.push(mediaTime);
          if (mediaTime > 7.6) resolve(seen);
          else video.requestVideoFrameCallback(note);
        };
        video.requestVideoFrameCallback(note);
      }),
  );
  await button(player, 'Play').click();
  const seen = await times;
  expect(seen[0], 'from where it stood').toBeGreaterThan(2);
  expect(seen[0]).toBeLessThan(3.5);
  // A key frame before 7.2 s is where the rest begins; the player notices with a frame or two that it is at the end.
  const removed = seen.filter((time) => time > 4 && time < 5);
  expect(removed, 'frames of what is removed').toEqual([]);
});
