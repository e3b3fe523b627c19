import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import type { TestBrowser } from '../support/browser';
import { folderSwitch, openSetup, readCopies, setPattern, untilCopy } from '../support/folder';
import { allowEditing, pickFolder } from '../support/folder-dialog';
import { judgeMovingPage } from '../support/judge';
import { openLibrary } from '../support/library';
import { often } from '../support/often';
import { answerQuestion } from '../support/permission-dialog';
import { plantRecording } from '../support/planted-recording';
import { killBrowser } from '../support/processes';
import { run } from '../support/run';
import { ask, startRecording, stopRecording, waitForSlices } from '../support/session';
import { mountSmallDisk, type SmallDisk } from '../support/small-disk';
import { test as base } from '../support/test';

const megabyte = 2 ** 20;

/** A test with a disk of its own for the folder, which can be full or read-only. */
const test = base.extend<{ disk: SmallDisk }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright asks for one
  disk: async ({}, use) => {
    const disk = await mountSmallDisk(300);
    await use(disk);
    await disk.remove();
  },
});

test.use({ headed: true });

test('a folder chosen in the real dialog: allowed on every visit, full, read-only, and kill -9 during a copy', async ({
  app,
  tab,
  desktop,
  disk,
  launchOwn,
}) => {
  const files = async () => (await readdir(disk.folder)).toSorted();
  const save = (browser: TestBrowser) => ask(browser, { to: 'background', name: 'makeCopies' });
  const plant = async (browser: TestBrowser, id: string, bytes: number) => {
    await plantRecording(browser.probe, { id, name: id, bytes, state: 'complete', toFolder: true });
    await save(browser);
  };

  const setup = await openSetup(app, async () => undefined);
  await folderSwitch(setup).click();
  await pickFolder(desktop, disk.folder);
  const pattern = setup.getByRole('textbox', { name: 'File names' });
  await allowEditing(desktop, () => pattern.isVisible());
  await setPattern(setup, '{title}');
  await setup.close();
  await startRecording(app, tab, { timeslice: '250 ms', format: 'webm-vp8' });
  await waitForSlices(app, 6);
  const recording = await stopRecording(app, tab);
  expect(await untilCopy(app.probe, 'saved')).toMatchObject({ recordingId: recording.id });
  const recorded = `${await tab.title()}.webm`;
  expect(await files()).toEqual([recorded]);
  const { media } = await judgeMovingPage(join(disk.folder, recorded));
  expect(media.duration).toBeGreaterThan(1);
  await app.close();

  // After a restart, the browser asks again: this time also for every visit.
  const again = await launchOwn({ profile: app.profile, display: desktop.name });
  const library = await openLibrary(again);
  await plant(again, 'b', megabyte);
  await untilCopy(again.probe, 'waiting');
  expect(await files()).toEqual([recorded]);
  await library.getByRole('alert').getByRole('button', { name: 'Allow access', exact: true }).click();
  await answerQuestion(desktop, 'every visit', async () => (await files()).length > 1);
  await untilCopy(again.probe, 'saved');
  await library.close();

  const large = 400 * megabyte;
  await plant(again, 'c', large);
  expect(await untilCopy(again.probe, 'failed')).toMatchObject({ failure: { code: 'folder-full' } });
  expect(await files(), 'nothing of it is left').toEqual([recorded, 'b.webm']);
  await run('mount', ['-o', 'remount,ro', disk.folder]);
  await save(again);
  await expect
    .poll(async () => (await readCopies(again.probe)).at(-1), often)
    .toMatchObject({ state: 'failed', failure: { code: 'folder-read-only' } });
  await run('mount', ['-o', 'remount,rw,size=900m', disk.folder]);
  await save(again);
  await expect
    .poll(files, { message: 'it is being written', ...often, intervals: [5] })
    .toContain('c.webm.crswap');
  await killBrowser(again);
  expect(await files(), 'it is not complete').toContain('c.webm.crswap');

  const last = await launchOwn({ profile: app.profile, display: desktop.name });
  expect(await untilCopy(last.probe, 'saved'), 'without asking').toMatchObject({ fileName: 'c.webm' });
  expect(await files()).toEqual([recorded, 'b.webm', 'c.webm']);
  expect((await stat(join(disk.folder, 'c.webm'))).size).toBe(large);
});
