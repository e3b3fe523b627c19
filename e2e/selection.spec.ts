import { expect, type Page } from '@playwright/test';
import { unzipSync } from 'fflate';
import { expectAccessible } from './support/axe';
import { readRecordings } from './support/database';
import { extensionUrl, pages } from './support/extension';
import { openLab } from './support/lab';
import { articles } from './support/library';
import { often } from './support/often';
import { test } from './support/test';

test.use({ shared: true });

/** The files of a folder of the origin, which stands for the one that the user picks: their bytes, in base64, by name. */
function readPicked(library: Page): Promise<Record<string, string>> {
  return library.evaluate(async () => {
    const root = await navigator.storage.getDirectory();
    const folder = await root.getDirectoryHandle('picked', { create: true });
    const files: Record<string, string> = {};
    // TypeScript's DOM library lacks it.
    const { entries } = folder as unknown as {
      entries(): AsyncIterable<[string, FileSystemFileHandle]>;
    };
    for await (const [name, handle] of entries.call(folder)) {
      // It can't be read while it is being written.
      const bytes = await handle
        .getFile()
        .then((file) => file.arrayBuffer())
        .catch(() => new ArrayBuffer(0));
      files[name] = btoa(String.fromCharCode(...new Uint8Array(bytes)));
    }
    return files;
  });
}

test('many recordings are selected, saved, downloaded, deleted, and brought back', async ({ app }) => {
  const lab = await openLab(app.probe);
  await lab.run('addRecordings', 4);
  const [, second, third] = await readRecordings(app.probe);
  const captions = [{ startMs: 0, endMs: 900, text: 'One' }];
  for (const row of [second, third]) await lab.run('changeRow', row?.id ?? '', { name: 'Same', captions });
  const library = await app.context.newPage();
  await library.addInitScript(() => {
    const folder = async () =>
      (await navigator.storage.getDirectory()).getDirectoryHandle('picked', { create: true });
    Object.assign(globalThis, {
      showDirectoryPicker: folder,
      showSaveFilePicker: async () => (await folder()).getFileHandle('all.zip', { create: true }),
    });
  });
  await library.goto(extensionUrl(pages.library));
  await expect(articles(library)).toHaveCount(4);
  const box = (index: number) => articles(library).nth(index).getByRole('checkbox', { name: 'Select' });
  const bar = library.getByRole('region', { name: 'Selected recordings' });
  const press = (name: string) => bar.getByRole('button', { name, exact: true }).click();

  await test.step('by mouse and by keyboard', async () => {
    await expect(bar).toBeHidden();
    await box(0).click();
    await box(2).click({ modifiers: ['Shift'] });
    await expect(bar.getByRole('status')).toHaveText(/^3 recordings selected, \d/);
    await expect(box(1)).toBeChecked();
    await expect(box(3)).not.toBeChecked();
    await library.keyboard.press('Escape');
    await expect(bar).toBeHidden();
    await box(3).press('Space');
    await box(2).press('Shift+Space');
    await expect(bar.getByRole('status')).toContainText('2 recordings');
    const all = bar.getByRole('button', { name: 'Select all' });
    await all.press('Enter');
    await expect(bar.getByRole('status')).toContainText('4 recordings');
    await expect(all).toBeDisabled();
    await expect(all, 'the focus stays').toBeFocused();
    await expectAccessible(library, 'selected recordings');
  });

  await test.step('saved to a folder, twice, without overwriting', async () => {
    for (const times of [1, 2]) {
      await press('Save to a folder…');
      await expect.poll(async () => Object.keys(await readPicked(library)).length, often).toBe(6 * times);
      await expect(bar.getByRole('progressbar')).toBeHidden();
    }
    const files = await readPicked(library);
    expect(Object.keys(files).sort()).toEqual([
      'Recording 0 (2).webm',
      'Recording 0.webm',
      'Recording 3 (2).webm',
      'Recording 3.webm',
      'Same (2).vtt',
      'Same (2).webm',
      'Same (3).vtt',
      'Same (3).webm',
      'Same (4).vtt',
      'Same (4).webm',
      'Same.vtt',
      'Same.webm',
    ]);
    expect(files['Recording 0 (2).webm']).toBe(files['Recording 0.webm']);
    for (const name of Object.keys(files).filter((file) => file.endsWith('.vtt'))) {
      const text = Buffer.from(files[name] ?? '', 'base64').toString();
      expect(text, name).toBe('WEBVTT\n\n00:00:00.000 --> 00:00:00.900\nOne\n');
    }
  });

  await test.step('downloaded as a zip', async () => {
    const saved = await readPicked(library);
    await press('Download as ZIP');
    await expect
      .poll(async () => (await readPicked(library))['all.zip']?.length ?? 0, often)
      .toBeGreaterThan(0);
    const zip = (await readPicked(library))['all.zip'] ?? '';
    const entries = unzipSync(Buffer.from(zip, 'base64'));
    expect(Object.keys(entries)).toEqual([
      'Recording 3.webm',
      'Same.webm',
      'Same.vtt',
      'Same (2).webm',
      'Same (2).vtt',
      'Recording 0.webm',
    ]);
    for (const [name, bytes] of Object.entries(entries))
      expect(Buffer.from(bytes).toString('base64'), name).toBe(saved[name]);
  });

  await test.step('downloaded one by one', async () => {
    const names: string[] = [];
    library.on('download', (download) => names.push(download.suggestedFilename()));
    await press('Download');
    await expect
      .poll(() => names, often)
      .toEqual(['Recording 3.webm', 'Same.webm', 'Same.webm', 'Recording 0.webm']);
  });

  await test.step('deleted and brought back together', async () => {
    await box(3).click();
    await press('Delete');
    const question = library.getByRole('dialog');
    await expect(question.getByRole('heading')).toHaveText('Delete 3 recordings?');
    await question.getByRole('button', { name: 'Delete', exact: true }).click();
    await expect(articles(library)).toHaveCount(1);
    await expect(bar).toBeHidden();
    await expect(library.getByText('3 recordings were deleted.')).toBeVisible();
    await library.getByRole('button', { name: 'Undo' }).click();
    await expect(articles(library)).toHaveCount(4);
  });
  expect(app.complaints).toEqual([]);
});
