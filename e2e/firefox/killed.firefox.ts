import { statSync } from 'node:fs';
import { expect, test } from '@playwright/test';
import { type FirefoxApp, launchFirefox } from '../support/firefox-app';
import { choose, downloadFirst, readStatus, startScreen, waitForSlices } from '../support/firefox-recording';
import { decodeMedia } from '../support/media-file';
import { often } from '../support/often';

let app: FirefoxApp;

test.afterEach(async () => {
  await app.close();
});

test('after kill -9, everything that was reported safe is in the library', async () => {
  app = await launchFirefox();
  await choose(app, { source: 'picker', microphone: true });
  await startScreen(app);
  const safeBytes = await waitForSlices(app, 4);
  await app.kill();

  app = await launchFirefox({ killed: app.profile });
  await app.show('src/library/library.html');
  const recovered = async () => (await readStatus(app)).notices.recovered.length;
  await expect.poll(recovered, { message: 'it is recovered', ...often }).toBe(1);
  expect(await app.hasRecorder()).toBe(false);
  const file = await downloadFirst(app);
  expect((await decodeMedia(file)).complaints).toEqual([]);
  // The header of the finished file is longer, and nothing else is added.
  expect(statSync(file).size).toBeGreaterThan(safeBytes);
});
