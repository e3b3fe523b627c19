import { writeFile } from 'node:fs/promises';
import { expect, type Page, test } from '@playwright/test';
import type { FolderCopy } from '../../src/domain/folder-copy';
import type { TestBrowser } from './browser';
import { extensionUrl, pages } from './extension';
import { often } from './often';

/** The folder in the origin's private file system that stands for the user's. */
export const folderName = 'Team recordings';

/** Makes the browser's dialog choose that folder: headless, there is no dialog. */
export async function stubDirectoryPicker(page: Page): Promise<void> {
  await page.addInitScript((name) => {
    const choose = async () => {
      const root = await navigator.storage.getDirectory();
      return root.getDirectoryHandle(name, { create: true });
    };
    Object.assign(globalThis, { showDirectoryPicker: choose });
  }, folderName);
}

/** Opens the setup page in a new tab. */
export async function openSetup(app: TestBrowser, prepare: (page: Page) => Promise<void>): Promise<Page> {
  const setup = await app.context.newPage();
  await prepare(setup);
  await setup.goto(extensionUrl(pages.setup));
  return setup;
}

/** The switch of the setting. */
export function folderSwitch(setup: Page) {
  return setup.getByRole('switch', { name: 'Save finished recordings to a folder', exact: true });
}

/** Types the pattern of the file names, and waits until it is stored. */
export async function setPattern(setup: Page, pattern: string): Promise<void> {
  await setup.getByRole('textbox', { name: 'File names', exact: true }).fill(pattern);
  const stored = () =>
    setup.evaluate(async () => {
      const settled = <T>(request: IDBRequest<T>) =>
        new Promise<T>((resolve, reject) => {
          request.onsuccess = () => resolve(request.result);
          request.onerror = () => reject(request.error);
        });
      const database = await settled(indexedDB.open('timeslice'));
      const row = await settled(database.transaction('folder').objectStore('folder').get('folder'));
      database.close();
      return row?.pattern;
    });
  await expect.poll(stored, { message: 'the pattern is stored', ...often }).toBe(pattern);
}

/** The files in the folder and their sizes, in bytes; `undefined` without the folder. */
export function listFolder(page: Page): Promise<Record<string, number> | undefined> {
  return page.evaluate(async (name) => {
    const root = await navigator.storage.getDirectory();
    const folder = await root.getDirectoryHandle(name).catch(() => undefined);
    if (folder === undefined) return undefined;
    const files: Record<string, number> = {};
    const entries = (folder as unknown as { values(): AsyncIterable<FileSystemFileHandle> }).values();
    for await (const file of entries) files[file.name] = (await file.getFile()).size;
    return files;
  }, folderName);
}

/** Changes the folder from outside, as another program would. */
export function changeFolder(
  page: Page,
  change: { readonly write?: string; readonly remove?: true },
): Promise<void> {
  return page.evaluate(
    async ({ name, write, remove }) => {
      const root = await navigator.storage.getDirectory();
      if (remove) return root.removeEntry(name, { recursive: true });
      if (write === undefined) return undefined;
      const folder = await root.getDirectoryHandle(name, { create: true });
      const file = await (await folder.getFileHandle(write, { create: true })).createWritable();
      await file.write('foreign');
      await file.close();
      return undefined;
    },
    { name: folderName, ...change },
  );
}

/** Takes a file out of the folder, to judge it. */
export async function takeFile(page: Page, file: string): Promise<string> {
  const base64 = await page.evaluate(
    async ({ folder, name }) => {
      const root = await navigator.storage.getDirectory();
      const handle = await (await root.getDirectoryHandle(folder)).getFileHandle(name);
      const reader = new FileReader();
      reader.readAsDataURL(await handle.getFile());
      await new Promise((resolve) => {
        reader.onload = resolve;
      });
      return String(reader.result).split(',')[1] ?? '';
    },
    { folder: folderName, name: file },
  );
  const saved = test.info().outputPath(`from-folder-${file}`);
  await writeFile(saved, Buffer.from(base64, 'base64'));
  return saved;
}

/** The copies that the database knows, the oldest first. */
export function readCopies(page: Page): Promise<FolderCopy[]> {
  return page.evaluate(async () => {
    const settled = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    const database = await settled(indexedDB.open('timeslice'));
    const rows = await settled(database.transaction('folderCopies').objectStore('folderCopies').getAll());
    database.close();
    return rows.sort((one, other) => one.queuedAt - other.queuedAt);
  });
}

/** Waits until the newest copy is in that state, and returns it. */
export async function untilCopy(page: Page, state: FolderCopy['state']): Promise<FolderCopy | undefined> {
  const newest = async () => (await readCopies(page)).at(-1);
  await expect.poll(newest, { message: `the copy is ${state}`, ...often }).toMatchObject({ state });
  return newest();
}

/** Copies that wait for the user, as {@link plantStuckCopies} leaves them. */
export interface StuckCopies {
  /** The id of a recording whose copy waits for the permission. */
  readonly waiting: string;
  /** The name of the folder. */
  readonly folder: string;
  /** The name of another recording, a clip of the same media, whose copy has failed because the folder is gone. */
  readonly failed: string;
}

/** Leaves a folder whose permission is lost, and two copies that are stuck. */
export function plantStuckCopies(page: Page, stuck: StuckCopies): Promise<void> {
  return page.evaluate(async ({ waiting, folder, failed }) => {
    const settled = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    const root = await navigator.storage.getDirectory();
    const handle = await root.getDirectoryHandle(folder, { create: true });
    const database = await settled(indexedDB.open('timeslice'));
    const transaction = database.transaction(['clips', 'folder', 'folderCopies'], 'readwrite');
    const { ranges } = await settled(transaction.objectStore('clips').get(waiting));
    transaction.objectStore('clips').put({ id: 'failed', name: failed, createdAt: 1, ranges });
    const row = { id: 'folder', handle, name: folder, pattern: '{title}', isOn: true };
    transaction.objectStore('folder').put(row);
    const copies = transaction.objectStore('folderCopies');
    copies.put({ recordingId: waiting, queuedAt: 1, state: 'waiting' });
    const failure = { code: 'folder-gone', detail: 'NotFoundError' };
    copies.put({ recordingId: 'failed', queuedAt: 2, state: 'failed', failure });
    await new Promise((resolve, reject) => {
      transaction.oncomplete = resolve;
      transaction.onabort = () => reject(transaction.error);
    });
    database.close();
  }, stuck);
}
