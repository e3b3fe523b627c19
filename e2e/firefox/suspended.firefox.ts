import { expect, test } from '@playwright/test';
import { type FirefoxApp, launchFirefox } from '../support/firefox-app';
import { choose, downloadFirst, startDevices, waitForNoRecorder } from '../support/firefox-recording';
import { probeMedia } from '../support/media-file';
import { often } from '../support/often';

let app: FirefoxApp;

test.afterEach(async () => {
  await app.close();
});

test('a background page that is suspended under way hears of the end', async () => {
  app = await launchFirefox({ idleMs: 1000 });
  await choose(app, { source: 'microphone' });
  await startDevices(app);
  await expect.poll(app.isBackgroundAwake, { message: 'it is suspended', ...often }).toBe(false);
  await app.click('content', '#stop');
  await waitForNoRecorder(app);
  const media = await probeMedia(await downloadFirst(app));
  expect(media).toMatchObject({ audio: { codec_name: 'opus' } });
});
