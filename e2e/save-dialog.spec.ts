import { expect } from '@playwright/test';
import { openExport } from './support/export';
import { useFilm } from './support/films';
import { answerDialog } from './support/folder-dialog';
import { judgeMovingPage } from './support/judge';
import { articles, openLibrary } from './support/library';
import { test } from './support/test';

test.use({ headed: true });

/** Of Chromium's dialog that asks for a file to write to. */
const title = 'this site can see edits you make';

test('an export is written to the file that is chosen in the save dialog', async ({ app, tab, desktop }) => {
  const { original } = await useFilm(app, tab, 'webm-vp9', 3500);
  const library = await openLibrary(app);
  const dialog = await openExport(library, articles(library), 'WebM');
  const path = test.info().outputPath('chosen.webm');
  await dialog.getByRole('button', { name: 'Start export' }).click();
  await answerDialog(desktop, { title, keys: 'ctrl+a', path });
  await expect(dialog.getByRole('listitem').getByRole('status')).toHaveText('Saved');
  expect((await judgeMovingPage(path)).checksums).toEqual(original.checksums);
});
