import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import type { TestBrowser } from '../support/browser';
import { keptBy, reportFault } from '../support/fault-report';
import { readCopies, untilCopy } from '../support/folder';
import { chooseFolder } from '../support/folder-dialog';
import { haltIn } from '../support/halt';
import { judgeMovingPage } from '../support/judge';
import { openLibrary } from '../support/library';
import { createOffscreen, findOffscreen } from '../support/offscreen';
import { answerQuestion } from '../support/permission-dialog';
import { plantRecording } from '../support/planted-recording';
import { killBrowser } from '../support/processes';
import { run } from '../support/run';
import { ask, startRecording, stopRecording, waitForSlices } from '../support/session';
import { mountSmallDisk, type SmallDisk } from '../support/small-disk';
import { haltInWorkersOf } from '../support/target-session';
import { test as base } from '../support/test';

const megabyte = 2 ** 20;

/** A test with a disk of its own for the folder, which can be full or read-only. */
const test = base.extend<{ disk: SmallDisk }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright asks for one
  disk: async ({}, use) => {
    const disk = await mountSmallDisk(100);
    await use(disk);
    await disk.remove();
  },
});

test.use({ headed: true });

const filesOf = async ({ folder }: SmallDisk) => (await readdir(folder)).toSorted();

/** Makes the copies that wait. */
const save = (browser: TestBrowser) => ask(browser, { to: 'background', name: 'makeCopies' });

/** Leaves a complete recording on disk that is to be copied, and copies it. */
async function plant(browser: TestBrowser, id: string, bytes: number): Promise<void> {
  await plantRecording(browser.probe, { id, name: id, bytes, state: 'complete', toFolder: true });
  await save(browser);
}

/** Answers what the browser asks in its next session. */
async function allowOnEveryVisit(browser: TestBrowser, display: Parameters<typeof answerQuestion>[0]) {
  const library = await openLibrary(browser);
  await library.getByRole('alert').getByRole('button', { name: 'Allow access', exact: true }).click();
  await answerQuestion(display, 'every visit', async () =>
    (await readCopies(browser.probe)).every(({ state }) => state !== 'waiting'),
  );
  await library.close();
}

test('a folder chosen in the real dialog gets the file of the next recording', async ({
  app,
  tab,
  desktop,
  disk,
}) => {
  await chooseFolder(app, desktop, disk.folder);
  await startRecording(app, tab, { timeslice: '250 ms', format: 'webm-vp8' });
  await waitForSlices(app, 6);
  const recording = await stopRecording(app, tab);
  expect(await untilCopy(app.probe, 'saved')).toMatchObject({ recordingId: recording.id });
  const name = `${await tab.title()}.webm`;
  expect(await filesOf(disk)).toEqual([name]);
  const { media } = await judgeMovingPage(join(disk.folder, name));
  expect(media.duration).toBeGreaterThan(1);
});

test('after a restart the browser asks again; once it is allowed on every visit, no more', async ({
  app,
  desktop,
  disk,
  launchOwn,
}) => {
  await chooseFolder(app, desktop, disk.folder);
  await app.close();
  const again = await launchOwn({ profile: app.profile, display: desktop.name });
  await plant(again, 'a', megabyte);
  await untilCopy(again.probe, 'waiting');
  expect(await filesOf(disk)).toEqual([]);
  await allowOnEveryVisit(again, desktop);
  await untilCopy(again.probe, 'saved');
  await again.close();

  const last = await launchOwn({ profile: app.profile, display: desktop.name });
  await plant(last, 'b', megabyte);
  await untilCopy(last.probe, 'saved');
  expect(await filesOf(disk)).toEqual(['a.webm', 'b.webm']);
});

test('a full disk is reported, and nothing of the file is left there', async ({ app, desktop, disk }) => {
  await chooseFolder(app, desktop, disk.folder);
  await plant(app, 'a', 120 * megabyte);
  expect(await untilCopy(app.probe, 'failed')).toMatchObject({ failure: { code: 'folder-full' } });
  expect(await filesOf(disk)).toEqual([]);
  await run('mount', ['-o', 'remount,rw,size=200m', disk.folder]);
  await save(app);
  await untilCopy(app.probe, 'saved');
  expect((await stat(join(disk.folder, 'a.webm'))).size).toBe(120 * megabyte);
  const kept = await keptBy(app);
  reportFault({ fault: 'The disk of the folder is full', rounds: 1, expected: 1, kept });
});

test('a read-only folder is reported', async ({ app, desktop, disk }) => {
  await chooseFolder(app, desktop, disk.folder);
  await run('mount', ['-o', 'remount,ro', disk.folder]);
  await plant(app, 'a', megabyte);
  expect(await untilCopy(app.probe, 'failed')).toMatchObject({ failure: { code: 'folder-read-only' } });
  await run('mount', ['-o', 'remount,rw', disk.folder]);
  await save(app);
  await untilCopy(app.probe, 'saved');
  expect(await filesOf(disk)).toEqual(['a.webm']);
  const kept = await keptBy(app);
  reportFault({ fault: 'The folder is read-only', rounds: 1, expected: 1, kept });
});

test('kill -9 in the middle of a copy: the next start makes it again, under its name', async ({
  app,
  desktop,
  disk,
  launchOwn,
}) => {
  // A kill may take away a permission that the browser has not written yet: it is granted for good, and the browser closed.
  await chooseFolder(app, desktop, disk.folder);
  await app.close();
  const options = { profile: app.profile, display: desktop.name };
  const allowed = await launchOwn(options);
  await plant(allowed, 'a', megabyte);
  await untilCopy(allowed.probe, 'waiting');
  await allowOnEveryVisit(allowed, desktop);
  await untilCopy(allowed.probe, 'saved');
  await allowed.close();

  const killed = await launchOwn(options);
  await createOffscreen(killed);
  const recorder = await findOffscreen(killed);
  const { halted } = await haltInWorkersOf(
    killed.cdp,
    recorder?.targetId ?? '',
    haltIn({ method: 'FileSystemWritableFileStream.prototype.write', isMade: false, callsBefore: 1 }),
  );
  // The product writes 32 MiB at once.
  await plant(killed, 'b', 33 * megabyte);
  await halted;
  expect((await stat(join(disk.folder, 'b.webm.crswap'))).size, 'not all of it').toBe(32 * megabyte);
  await killBrowser(killed);
  expect(await filesOf(disk)).toEqual(['a.webm', 'b.webm', 'b.webm.crswap']);

  const again = await launchOwn(options);
  expect(await untilCopy(again.probe, 'saved'), 'without asking').toMatchObject({ fileName: 'b.webm' });
  expect(await filesOf(disk)).toEqual(['a.webm', 'b.webm']);
  expect((await stat(join(disk.folder, 'b.webm'))).size).toBe(33 * megabyte);
  const [fault, kept] = ['`kill -9` in the middle of a copy to a real folder', await keptBy(again)];
  reportFault({ fault, rounds: 1, expected: 2, kept });
});
