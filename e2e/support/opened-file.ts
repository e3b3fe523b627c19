import { readFile, stat, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Page, test } from '@playwright/test';

/** The folder of the short films that other programs made. */
export const fixtures = join(import.meta.dirname, '../../src/container/fixtures');

/** What the library shows of a file that was opened. */
export const card = (library: Page, name: string) =>
  library.getByRole('region', { name: `Opened file ${name}`, exact: true });

/** Opens a file by the button. */
export async function openFile(library: Page, file: string) {
  const chooser = library.waitForEvent('filechooser');
  await library.getByRole('button', { name: 'Open a file…' }).click();
  await (await chooser).setFiles(file);
  return card(library, file.slice(file.lastIndexOf('/') + 1));
}

/** Saves the repaired file. */
export async function saveRepaired(library: Page, opened: ReturnType<typeof card>): Promise<string> {
  const downloading = library.waitForEvent('download');
  await opened.getByRole('button', { name: 'Save repaired file' }).click();
  const downloaded = await downloading;
  const file = test.info().outputPath(downloaded.suggestedFilename());
  await downloaded.saveAs(file);
  return file;
}

/** Writes a file of the test's own. */
export async function writeNamed(name: string, bytes: Uint8Array): Promise<string> {
  const file = test.info().outputPath(name);
  await writeFile(file, bytes);
  return file;
}

/** A WebM with a gap of so many bytes in it: large, but quickly written. */
export async function writeLarge(bytes: number): Promise<string> {
  const recorded = await readFile(`${fixtures}/vp8-opus.webm`);
  const at = recorded.lastIndexOf(Buffer.of(0x1f, 0x43, 0xb6, 0x75));
  const gap = Buffer.alloc(9);
  gap.writeUInt8(0xec);
  gap.writeBigUInt64BE(2n ** 56n + BigInt(bytes), 1);
  const file = await writeNamed('large.webm', Buffer.concat([recorded.subarray(0, at), gap]));
  const { size } = await stat(file);
  await truncate(file, size + bytes);
  await writeFile(file, recorded.subarray(at), { flag: 'a' });
  return file;
}
