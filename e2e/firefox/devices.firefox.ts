import { expect, test } from '@playwright/test';
import { type FirefoxApp, launchFirefox } from '../support/firefox-app';
import { choose, downloadFirst, startDevices, stop, waitForSlices } from '../support/firefox-recording';
import { complaintsOfMkvtoolnix } from '../support/matroska';
import { probeMedia } from '../support/media-file';

let app: FirefoxApp;

test.beforeEach(async () => {
  app = await launchFirefox();
});

test.afterEach(async () => {
  await app.close();
});

test('the microphone alone is recorded without another click, as audio with an index', async () => {
  await choose(app, { source: 'microphone' });
  await startDevices(app);
  await waitForSlices(app, 3);
  await stop(app);
  const file = await downloadFirst(app);
  const [media, complaints] = await Promise.all([probeMedia(file), complaintsOfMkvtoolnix(file)]);
  expect(media).toMatchObject({ video: undefined, audio: { codec_name: 'opus' } });
  expect(media.duration).toBeGreaterThan(2);
  expect(complaints).toEqual([]);
});

test('the camera is recorded with the microphone', async () => {
  await choose(app, { source: 'camera', microphone: true });
  await startDevices(app);
  await waitForSlices(app, 3);
  await stop(app);
  const media = await probeMedia(await downloadFirst(app));
  expect(media).toMatchObject({ video: { codec_name: 'vp8' }, audio: { codec_name: 'opus' } });
});
