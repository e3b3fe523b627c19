import { expect, type Page } from '@playwright/test';
import { launchBrowser, type TestBrowser } from '../support/browser';
import { plantOrphan, readRecordings } from '../support/database';
import { distFolder } from '../support/extension';
import { keptBy, reportFault, smallWindow, staged, type Variant } from '../support/fault-report';
import { judgeMovingPage } from '../support/judge';
import { judgeSaved } from '../support/judge-saved';
import { articles, download, downloadOnly, openLibrary } from '../support/library';
import { often } from '../support/often';
import { createProfile } from '../support/profile';
import { logRecorder } from '../support/recorder-log';
import {
  onlyRecording,
  readSnapshot,
  recordFor,
  startRecording,
  stop,
  waitForSlices,
} from '../support/session';
import type { SmallDisk } from '../support/small-disk';
import { fill, onSmallDisk, test, untilSeenBelow } from '../support/small-disk-test';
import { sentence } from '../support/texts';
import { fillTearing, openingOf } from '../support/torn-log';

// A full disk may take the beginning of a record of LevelDB's log and refuse the rest. LevelDB, opened again, appends
// to that log, and opened once more, it finds it corrupt: then the browser deletes the whole database.

const megabyte = 1_000_000;

test('a slice that a full disk would tear is saved in the reserve', async ({ disk, site }) => {
  await onSmallDisk(disk, site.moving, [], async (app, tab) => {
    const log = await logRecorder(app);
    // Nothing is written before the end, so nothing else moves the end of the log.
    await startRecording(app, tab, { timeslice: 'None' });
    await recordFor(app, 1500);
    await fill(disk, (await disk.free()) - 100 * megabyte);
    await untilSeenBelow(app, 120 * megabyte);
    await fillTearing(app, disk);
    const opening = await openingOf(app);
    await expect
      .poll(async () => (await readSnapshot(app)).session, often)
      .toMatchObject({ state: 'inactive', last: { saved: true, failure: { code: 'disk-full' } } });
    expect(await openingOf(app), 'the log never met the end of the disk').toBe(opening);
    expect(await readSnapshot(app), 'the reserve was enough').not.toHaveProperty('rescues');
    expect(await judgeSaved(app.probe, (await onlyRecording(app)).id, log), 'events missing').toBe(0);
    reportFault({ fault: 'A slice torn by a full disk', rounds: 1, expected: 1, kept: await keptBy(app) });
  });
});

const newName = 'Later';

// Only the contexts that are connected when the log is torn know. They may be gone before anything is written again.
const afterwards = [
  { next: 'writes again' },
  { next: 'opens the library again', onlyMeasured: true },
  { next: 'quits', onlyMeasured: true },
] as const satisfies readonly (Variant & { readonly next: string })[];

for (const { next } of staged<Variant & { readonly next: (typeof afterwards)[number]['next'] }>(afterwards)) {
  test(`a row that a full disk has torn costs no recording if the user ${next}`, async ({ disk, site }) => {
    const profile = await createProfile({ extension: distFolder, permitted: true, parent: disk.folder });
    const start = () => launchBrowser({ profile, ...smallWindow });
    const app = await start();
    let free: () => Promise<void>;
    try {
      let library = await recordAndShow(app, site.moving);
      free = await tearRow(app, disk, library);
      if (next !== 'quits') await free();
      if (next === 'opens the library again') {
        await library.close();
        library = await openLibrary(app);
      }
      if (next !== 'quits') await rename(library);
    } finally {
      await app.close();
    }
    if (next === 'quits') {
      await free();
      const again = await start();
      try {
        await rename(await openLibrary(again));
      } finally {
        await again.close();
      }
    }
    for (const time of ['first', 'second', 'third']) {
      const again = await start();
      try {
        expect(await readRecordings(again.probe), `the ${time} start after it`).toMatchObject([
          { name: newName, state: 'complete' },
        ]);
        if (time === 'third') await judgeMovingPage(await downloadOnly(again));
      } finally {
        await again.close();
      }
    }
    reportFault({ fault: `A row torn by a full disk, ${next}`, rounds: 1, expected: 1, kept: 1 });
  });
}

const restart: Variant & { readonly title: string } = {
  title:
    'a row that a full disk has torn costs no recording if the browser starts again before there is room',
  onlyMeasured: true,
};

for (const { title } of staged([restart])) {
  test(title, async ({ disk, site }) => {
    const profile = await createProfile({ extension: distFolder, permitted: true, parent: disk.folder });
    const start = () => launchBrowser({ profile, ...smallWindow });
    const states = async ({ probe }: TestBrowser) => (await readRecordings(probe)).map(({ state }) => state);
    let free: () => Promise<void>;
    const app = await start();
    try {
      const library = await recordAndShow(app, site.moving);
      // The next start of the browser would recover it, and so write a row.
      await plantOrphan(app.probe);
      free = await tearRow(app, disk, library);
    } finally {
      await app.close();
    }
    await free();
    // Enough for the browser itself, too little to renew the log.
    free = await fill(disk, (await disk.free()) - 2 * megabyte);
    let again = await start();
    try {
      const library = await openLibrary(again);
      const toPlay = articles(library).getByRole('button', { name: 'Play', exact: true });
      await expect(toPlay).toHaveCount(2);
      for (const button of await toPlay.all()) await expect(button).toBeEnabled();
      // Inspected, and that is all: a mark in the rows would follow the torn one.
      await expect(articles(library).first()).toContainText(sentence('recoveredMissing'));
      expect(await states(again), 'nothing is written yet').toEqual(['complete', 'recording']);
    } finally {
      await again.close();
    }
    await free();
    for (const time of ['first', 'second', 'third']) {
      again = await start();
      try {
        const kept = expect.poll(() => states(again), { message: `the ${time} start with room`, ...often });
        await kept.toEqual(['complete', 'interrupted']);
        const library = await openLibrary(again);
        const { file } = await download(library, articles(library).first());
        if (time === 'third') await judgeMovingPage(file);
      } finally {
        await again.close();
      }
    }
    reportFault({ fault: 'A row torn by a full disk, starts again', rounds: 1, expected: 2, kept: 2 });
  });
}

/** Makes a short recording of that page, and opens the library. */
async function recordAndShow(app: TestBrowser, page: string): Promise<Page> {
  const tab = await app.context.newPage();
  await tab.goto(page);
  await startRecording(app, tab, { timeslice: '250 ms' });
  await waitForSlices(app, 4);
  await stop(app);
  return openLibrary(app);
}

/**
 * Renames the recording in a way that tears the row. A connection that is opened meanwhile renews the log, and then the row
 * fits: it is tried again.
 *
 * @returns frees the disk again
 */
async function tearRow(app: TestBrowser, disk: SmallDisk, library: Page): Promise<() => Promise<void>> {
  const refused = library.getByRole('alert');
  for (const name of ['One', 'Two', 'Three', 'Four', 'Five']) {
    await enterName(library, name);
    const free = await fillTearing(app, disk);
    await library.keyboard.press('Enter');
    await expect(refused.or(library.getByRole('article', { name }))).toBeVisible();
    if (await refused.isVisible()) return free;
    await free();
  }
  throw new Error('The log is renewed again and again');
}

/** Writes a row: what follows a torn one makes the log corrupt once it is as long as the part that is missing. */
async function rename(library: Page): Promise<void> {
  await enterName(library, newName);
  await library.keyboard.press('Enter');
  await expect(library.getByRole('article', { name: newName })).toBeVisible();
}

async function enterName(library: Page, name: string): Promise<void> {
  // The oldest comes last.
  await articles(library).last().getByRole('button', { name: 'Rename', exact: true }).click();
  await library.getByRole('textbox').fill(name);
}
