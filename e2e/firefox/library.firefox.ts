import { expect, test } from '@playwright/test';
import { type FirefoxApp, launchFirefox } from '../support/firefox-app';
import { startScreen, stop, waitForSlices } from '../support/firefox-recording';
import { often } from '../support/often';

let app: FirefoxApp;

test.beforeEach(async () => {
  app = await launchFirefox();
  await app.show('src/library/library.html');
  await startScreen(app);
  await waitForSlices(app, 4);
  await stop(app);
  await app.show('src/library/library.html');
});

test.afterEach(async () => {
  await app.close();
});

/** Clicks on the first button of that name. @returns whether there is one */
const click = (name: string) =>
  app.run(
    'content',
    (wanted) => {
      const buttons = [...document.querySelectorAll<HTMLButtonElement>('button:not([disabled])')];
      const button = buttons.find(({ textContent }) => textContent.trim() === wanted);
      button?.click();
      return button !== undefined;
    },
    name,
  );

test('the library plays a recording, with its duration, and seeks in it', async () => {
  await expect.poll(() => click('Play'), { message: 'there is a recording', ...often }).toBe(true);
  const read = () => {
    const video = document.querySelector('video');
    return video === null || video.readyState < HTMLMediaElement.HAVE_CURRENT_DATA
      ? undefined
      : { width: video.videoWidth, isLong: video.duration > 3, canSeek: video.seekable.length > 0 };
  };
  await expect
    .poll(() => app.run('content', read), { message: 'it plays', ...often })
    .toEqual({ width: 1600, isLong: true, canSeek: true });
  await app.run('content', () => {
    const video = document.querySelector('video');
    video?.pause();
    if (video !== null) video.currentTime = 1.5;
  });
  const place = () => {
    const video = document.querySelector('video');
    return video?.seeking === false ? video.currentTime : undefined;
  };
  await expect.poll(() => app.run('content', place), { message: 'it seeks', ...often }).toBeCloseTo(1.5, 1);
});
