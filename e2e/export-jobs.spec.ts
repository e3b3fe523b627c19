import { expect, type Page } from '@playwright/test';
import { openExport, pickLocked, readOriginFiles, stubSavePicker } from './support/export';
import { useFilm } from './support/films';
import { openLab } from './support/lab';
import { articles, download, openLibrary } from './support/library';
import { checksums } from './support/packets';
import { onlyRecording } from './support/session';
import { test } from './support/test';
import { sentence } from './support/texts';

test.use({ shared: true });

/** How long {@link longRecording} is, in s: exporting its frames takes long enough to be interrupted. */
const longSeconds = 600;
const longRecording = (library: Page) => articles(library).filter({ hasText: 'Long' });
const recorded = (library: Page) => articles(library).filter({ hasNotText: 'Long' });

test('exports wait for one another; canceled, they leave nothing; the page warns before it closes', async ({
  app,
  tab,
}) => {
  await useFilm(app, tab, 'webm-vp9', 3500);
  const { id: template } = await onlyRecording(app);
  const lab = await openLab(app.probe);
  await lab.run('writeSynthetic', { id: 'long', name: 'Long', template, seconds: longSeconds });
  const library = await openLibrary(app, stubSavePicker);
  const dialog = await openExport(library, longRecording(library), 'PNG frames');
  await dialog.getByRole('button', { name: 'Start export' }).click();
  await expect(dialog.getByRole('progressbar')).toBeVisible();
  const format = dialog.getByRole('combobox', { name: 'Format' });
  await expect(format.locator('option').first(), 'what most people need').toHaveText(/^Plays everywhere/);
  await format.selectOption('gif');
  await dialog.getByRole('button', { name: 'Start export' }).click();
  await expect(dialog.getByText('Waiting for the previous export')).toBeVisible();
  await expect(dialog.getByRole('paragraph').filter({ hasText: sentence('exportRunning') })).toBeVisible();

  const asked = library.waitForEvent('dialog');
  const closing = library.close({ runBeforeUnload: true });
  const question = await asked;
  expect(question.type()).toBe('beforeunload');
  await question.dismiss();
  await closing;

  await dialog.getByRole('button', { name: 'Close' }).click();
  const jobs = library.getByRole('list', { name: 'Exports' }).getByRole('listitem');
  await expect(jobs).toHaveCount(2);
  const heights = await jobs.evaluateAll((all) => all.map((job) => job.getBoundingClientRect().height));
  expect(heights[0], 'one that waits is as high as one that runs').toBe(heights[1]);
  await jobs.last().getByRole('button', { name: 'Cancel' }).click();
  await jobs.first().getByRole('button', { name: 'Cancel' }).click();
  await expect(jobs).toHaveCount(0);
  await expect.poll(() => readOriginFiles(library)).toEqual([]);
  await download(library, recorded(library));
});

test('a failed export says why, and a format that can’t be encoded says so', async ({ app, tab }) => {
  const { file } = await useFilm(app, tab, 'webm-vp9', 3500);
  const library = await openLibrary(app, stubSavePicker);
  await library.evaluate(pickLocked);
  await library.evaluate(() => {
    const isConfigSupported = (config: VideoEncoderConfig) =>
      Promise.resolve({ supported: !config.codec.startsWith('avc'), config });
    Object.assign(VideoEncoder, { isConfigSupported });
  });
  const dialog = await openExport(library, articles(library), 'WebM');
  await expect(dialog).toContainText('This browser can’t encode: Plays everywhere (MP4).');
  await dialog.getByRole('button', { name: 'Start export' }).click();
  await expect(dialog.getByRole('alert')).toContainText(sentence('failureExportNotWritableWhat'));
  await expect(dialog.getByRole('alert')).toContainText('The recording is unchanged.');
  await dialog.getByRole('button', { name: 'Close', exact: true }).click();
  const again = (await download(library, articles(library))).file;
  expect(await checksums(again, 'video')).toEqual(await checksums(file, 'video'));
});
