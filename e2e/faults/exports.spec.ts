import { expect, type Page } from '@playwright/test';
import { openExport, readOriginFiles } from '../support/export';
import { keptBy, reportFault, smallWindow } from '../support/fault-report';
import { haltWorkerOf } from '../support/halt';
import { articles, download, openLibrary } from '../support/library';
import { readPackets } from '../support/packets';
import { killBrowser } from '../support/processes';
import { startRecording, stop, waitUntilSafe } from '../support/session';
import { test } from '../support/test';

/** Without the dialog, exports go to a file of the origin. */
function withoutSavePicker(library: Page): Promise<unknown> {
  return library.evaluate(() => Object.assign(globalThis, { showSaveFilePicker: undefined }));
}

test('kill -9 during an export: the recording is there, and the next start sweeps the export', async ({
  launchOwn,
  site,
}) => {
  const first = await launchOwn(smallWindow);
  const tab = await first.context.newPage();
  await tab.goto(site.moving);
  await startRecording(first, tab, { format: 'webm-vp9', timeslice: '1 s' });
  await waitUntilSafe(first, 2000);
  await stop(first);
  const library = await openLibrary(first);
  const original = await readPackets((await download(library, articles(library))).file);
  await withoutSavePicker(library);
  const dialog = await openExport(library, articles(library), 'PNG frames');
  const { halted } = await haltWorkerOf(first, library, {
    method: 'FileSystemSyncAccessHandle.prototype.write',
    isMade: true,
    callsBefore: 3,
  });
  await dialog.getByRole('button', { name: 'Start export' }).click();
  await halted;
  await expect(dialog.getByRole('progressbar'), 'it isn’t finished').toBeVisible();
  expect(await readOriginFiles(first.probe)).toEqual([expect.stringMatching(/^temporary\//)]);
  await killBrowser(first);

  const again = await launchOwn({ ...smallWindow, profile: first.profile });
  await expect.poll(() => readOriginFiles(again.probe)).toEqual([]);
  const reopened = await openLibrary(again);
  const { file } = await download(reopened, articles(reopened));
  expect(await readPackets(file)).toEqual(original);
  reportFault({ fault: '`kill -9` during an export', rounds: 1, expected: 1, kept: await keptBy(again) });

  // What is exported there is downloaded at once.
  await withoutSavePicker(reopened);
  const second = await openExport(reopened, articles(reopened), 'Opus');
  const [downloaded] = await Promise.all([
    reopened.waitForEvent('download'),
    second.getByRole('button', { name: 'Start export' }).click(),
  ]);
  expect(downloaded.suggestedFilename()).toMatch(/\.opus$/);
  await expect(second.getByRole('status')).toHaveText('Downloaded');
  await second.getByRole('button', { name: 'Dismiss' }).click();
  await expect.poll(() => readOriginFiles(reopened)).toEqual([]);
});
