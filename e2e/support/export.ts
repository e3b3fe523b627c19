import { stat } from 'node:fs/promises';
import { extname } from 'node:path';
import { expect, type Locator, type Page, test } from '@playwright/test';
import { probeMedia } from './media-file';

interface Picked {
  suggestedName: string;
  types: { accept: Record<string, string[]> }[];
}

/**
 * Answers the dialog that asks where to save a file, which a headless browser refuses, with a file of the origin. For a
 * page that is opened afterwards, or runs in one.
 */
export async function stubSavePicker(page: Page): Promise<void> {
  await page.addInitScript(pickInOrigin);
}

/** Runs in the page: see {@link stubSavePicker}. */
export function pickInOrigin(): void {
  const showSaveFilePicker = async ({ suggestedName, types }: Picked) => {
    Object.assign(globalThis, { pickedTypes: types.flatMap(({ accept }) => Object.keys(accept)) });
    return (await navigator.storage.getDirectory()).getFileHandle(suggestedName, { create: true });
  };
  Object.assign(globalThis, { showSaveFilePicker });
}

/** Runs in the page: answers that dialog with a file that another program has locked. */
export function pickLocked(): void {
  const locked = async ({ suggestedName }: { suggestedName: string }) => {
    const root = await navigator.storage.getDirectory();
    const handle = await root.getFileHandle(suggestedName, { create: true });
    // Nobody else can write to it then.
    await handle.createWritable({ mode: 'exclusive' } as FileSystemCreateWritableOptions);
    return handle;
  };
  Object.assign(globalThis, { showSaveFilePicker: locked });
}

/** Opens the dialog for a recording, and chooses a format by how its name begins. */
export async function openExport(library: Page, article: Locator, format: string): Promise<Locator> {
  await article.getByRole('button', { name: 'Export…' }).click();
  const dialog = library.getByRole('dialog', { name: 'Export' });
  const formats = dialog.getByRole('combobox', { name: 'Format' });
  const option = formats.getByRole('option').filter({ hasText: new RegExp(`^${format}`) });
  await formats.selectOption((await option.getAttribute('value')) ?? '');
  return dialog;
}

/** A file that was exported. */
export interface Exported {
  /** Where it is. */
  readonly file: string;
  /** Its name among the files of the origin. */
  readonly name: string;
}

/** The MIME type that the dialog asks for, by the extension of the file. */
const types: Readonly<Record<string, string>> = {
  '.mp4': 'video/mp4',
  '.m4a': 'audio/mp4',
  '.webm': 'video/webm',
  '.mp3': 'audio/mpeg',
  '.wav': 'audio/wav',
  '.opus': 'audio/ogg',
  '.gif': 'image/gif',
  '.zip': 'application/zip',
};

const units: Readonly<Record<string, number>> = { kB: 1e3, MB: 1e6, GB: 1e9 };

/** The size that the dialog announces, in bytes. */
async function readEstimate(dialog: Locator): Promise<{ least: number; most: number }> {
  const hint = (await dialog.locator('#export-hint').textContent()) ?? '';
  const [, first, last, unit = ''] = /^About ([\d.,]+)(?:\s*–\s*([\d.,]+))?\s*(kB|MB|GB)\./.exec(hint) ?? [];
  const bytes = (number = 'none') => Number(number.replaceAll(',', '')) * (units[unit] ?? Number.NaN);
  return { least: bytes(first), most: bytes(last ?? first) };
}

/**
 * By what factor an export may be larger or smaller than announced, unless a range is: those of short films of our page
 * were 0.5 to 1.4 times as large.
 */
const estimateFactor = 3;

/**
 * Starts the export that a dialog shows, waits for it, and closes the dialog.
 *
 * @param mostFactor by what factor it may differ from what is announced, if that is no range
 */
export async function finishExport(
  library: Page,
  dialog: Locator,
  mostFactor = estimateFactor,
): Promise<Exported> {
  const { least, most } = await readEstimate(dialog);
  await dialog.getByRole('button', { name: 'Start export' }).click();
  const job = dialog.getByRole('listitem');
  await expect(job.getByRole('button', { name: 'Dismiss' })).toBeVisible({ timeout: 90_000 });
  await expect(job.getByRole('status')).toHaveText('Saved');
  const name = (await job.getByRole('paragraph').first().textContent()) ?? '';
  await job.getByRole('button', { name: 'Dismiss' }).click();
  await dialog.getByRole('button', { name: 'Close' }).click();
  const [download] = await Promise.all([
    library.waitForEvent('download'),
    library.evaluate(async (saved) => {
      const root = await navigator.storage.getDirectory();
      const link = document.createElement('a');
      link.href = URL.createObjectURL(await (await root.getFileHandle(saved)).getFile());
      link.download = saved;
      link.click();
    }, name),
  ]);
  // The recording, downloaded, may have the same name.
  const file = test.info().outputPath(`${crypto.randomUUID()} ${name}`);
  await download.saveAs(file);
  const picked = await library.evaluate(() => (globalThis as { pickedTypes?: string[] }).pickedTypes);
  const hasVideo = extname(name) !== '.webm' || (await probeMedia(file)).video !== undefined;
  expect(picked, `the type of ${name}`).toEqual([hasVideo ? types[extname(name)] : 'audio/webm']);
  const { size } = await stat(file);
  const factor = least === most ? mostFactor : 1;
  expect(size, `bytes of ${name}`).toBeGreaterThan(least / factor);
  expect(size, `bytes of ${name}`).toBeLessThan(most * factor);
  return { file, name };
}

/** Shows a file of the origin in the page's only player. */
export async function showInPlayer(library: Page, { name }: Pick<Exported, 'name'>): Promise<void> {
  await library.evaluate(async (saved) => {
    const root = await navigator.storage.getDirectory();
    const video = document.querySelector('video') ?? document.createElement('video');
    video.src = URL.createObjectURL(await (await root.getFileHandle(saved)).getFile());
    document.body.append(video);
  }, name);
}

/** Deletes a file of the origin. */
export async function forgetExport(library: Page, { name }: Exported): Promise<void> {
  await library.evaluate(async (saved) => (await navigator.storage.getDirectory()).removeEntry(saved), name);
}

/** The names of the files that the origin holds, with their folders; not the recorder's reserve. */
export function readOriginFiles(page: Page): Promise<string[]> {
  return page.evaluate(async () => {
    const list = async (folder: FileSystemDirectoryHandle, path: string): Promise<string[]> => {
      const entries = folder as unknown as AsyncIterable<[string, FileSystemHandle]>;
      const names: string[] = [];
      try {
        for await (const [name, handle] of entries) {
          if (handle.kind === 'file') names.push(path + name);
          else names.push(...(await list(handle as FileSystemDirectoryHandle, `${path}${name}/`)));
        }
      } catch (error) {
        // The folder was deleted meanwhile.
        if (!(error instanceof DOMException) || error.name !== 'NotFoundError') throw error;
        return [];
      }
      return names;
    };
    return (await list(await navigator.storage.getDirectory(), '')).filter((name) => name !== 'reserve');
  });
}
