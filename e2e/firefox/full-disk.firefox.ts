import { statSync } from 'node:fs';
import { expect, test } from '@playwright/test';
import { type FirefoxApp, launchFirefox } from '../support/firefox-app';
import { choose, downloadFirst, readStatus, startScreen, waitForSlices } from '../support/firefox-recording';
import { decodeMedia } from '../support/media-file';
import { often } from '../support/often';
import { mountSmallDisk, type SmallDisk } from '../support/small-disk';
import { fill } from '../support/small-disk-test';

let disk: SmallDisk;
let app: FirefoxApp;

test.beforeEach(async () => {
  disk = await mountSmallDisk(600);
  app = await launchFirefox({ parent: disk.folder });
});

test.afterEach(async () => {
  await app.close();
  await disk.remove();
});

test('a full disk ends the recording, and everything that was reported safe is kept', async () => {
  await choose(app, { source: 'picker', timesliceMs: 250 });
  await startScreen(app);
  const safeBytes = await waitForSlices(app, 8);
  const free = await fill(disk, await disk.free());
  await expect
    .poll(async () => (await readStatus(app)).snapshot.session, { message: 'it has ended', ...often })
    .toMatchObject({ state: 'inactive', last: { saved: true, failure: { code: 'disk-full' } } });
  await free();
  const file = await downloadFirst(app);
  expect((await decodeMedia(file)).complaints).toEqual([]);
  expect(statSync(file).size).toBeGreaterThan(safeBytes);
});
