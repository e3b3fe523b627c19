import { expect, test } from '@playwright/test';
import { type FirefoxApp, launchFirefox } from '../support/firefox-app';
import {
  choose,
  downloadFirst,
  startDevices,
  startScreen,
  stop,
  waitForDownload,
  waitForNoRecorder,
  waitForSlices,
} from '../support/firefox-recording';
import { complaintsOfMkvtoolnix } from '../support/matroska';
import { decodeMedia, probeMedia } from '../support/media-file';

let app: FirefoxApp;

test.beforeEach(async () => {
  app = await launchFirefox();
});

test.afterEach(async () => {
  await app.close();
});

test('the whole screen is recorded, and saved as a file with its duration and an index', async () => {
  await app.show('src/library/library.html');
  await startScreen(app);
  await waitForSlices(app, 3);
  await stop(app);
  const file = await downloadFirst(app);
  const [media, decoded, complaints] = await Promise.all([
    probeMedia(file),
    decodeMedia(file),
    complaintsOfMkvtoolnix(file),
  ]);
  expect(media).toMatchObject({ video: { codec_name: 'vp8', width: 1600, height: 1000 }, audio: undefined });
  expect(media.duration).toBeGreaterThan(2.5);
  expect(decoded.videoFrames).toBeGreaterThan(20);
  expect(complaints).toEqual([]);
});

test('a recording is downloaded without the library, by the recorder', async () => {
  await choose(app, { source: 'microphone' });
  await startDevices(app);
  await waitForSlices(app, 1);
  const id = await stop(app);
  expect(await app.call('download', id)).toMatchObject({ ok: true });
  const media = await probeMedia(await waitForDownload(app));
  expect(media).toMatchObject({ audio: { codec_name: 'opus' } });
  await waitForNoRecorder(app);
});

test('the screen is recorded with the microphone, and the camera in a corner', async () => {
  await choose(app, { source: 'picker', microphone: true, inset: true });
  await startScreen(app);
  await waitForSlices(app, 3);
  await stop(app);
  const media = await probeMedia(await downloadFirst(app));
  expect(media).toMatchObject({ video: { codec_name: 'vp8' }, audio: { codec_name: 'opus' } });
});
