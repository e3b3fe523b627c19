import { holdLock } from './locks';

/** The folder of the origin's private file system with the folders of pages and workers. */
const rootName = 'temporary';

/** Its owner holds this lock as long as it needs the files. */
function lockOf(name: string): string {
  return `temporary:${name}`;
}

/** A folder of the origin for files that go with the page or worker that made them. */
export interface TemporaryFolder {
  readonly name: string;
  /** Leaves it to be deleted as abandoned. */
  readonly release: () => void;
}

/** Begins a folder; it is created with its first file. @throws DOMException if the browser refuses the lock */
export async function openTemporaryFolder(): Promise<TemporaryFolder> {
  const name = crypto.randomUUID();
  return { name, release: await holdLock(lockOf(name)) };
}

/** The folder of that name, created if necessary. @throws DOMException if the browser refuses it */
export async function folderOf(name: string): Promise<FileSystemDirectoryHandle> {
  const origin = await navigator.storage.getDirectory();
  const root = await origin.getDirectoryHandle(rootName, { create: true });
  return root.getDirectoryHandle(name, { create: true });
}

/** Deletes a folder with its files. @throws DOMException if one of them is being written */
export async function deleteTemporaryFolder(name: string): Promise<void> {
  await (await rootFolder())?.removeEntry(name, { recursive: true });
}

/** Deletes a file of a folder. @throws DOMException if it is being written, or `NotFoundError` if it doesn't exist */
export async function deleteTemporaryFile(folder: string, name: string): Promise<void> {
  const root = await rootFolder();
  const handle = await root?.getDirectoryHandle(folder);
  await handle?.removeEntry(name);
}

/** How often, and after how many ms each, a file is deleted that a worker may still hold, because it was just ended. */
const [attempts, pauseMs] = [40, 50];

/** Deletes a file once no worker holds it. If one still does after two seconds, it is left. */
export async function removeWhenClosed(remove: () => Promise<void>): Promise<void> {
  for (let attempt = 0; attempt < attempts; attempt++) {
    try {
      return await remove();
    } catch (error) {
      if (error instanceof DOMException && error.name === 'NotFoundError') return;
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
    }
  }
}

/**
 * Deletes the folders whose pages or workers are gone.
 *
 * @throws DOMException if the browser refuses the locks
 */
export async function deleteAbandoned(): Promise<void> {
  const root = await rootFolder();
  if (root === undefined) return;
  const names: string[] = [];
  for await (const name of root.keys()) names.push(name);
  // Only now: a folder that is created meanwhile isn't among the names, and one that is had its lock before.
  const { held = [] } = await navigator.locks.query();
  const used = new Set(held.map(({ name }) => name));
  for (const name of names) {
    // One that can't be deleted now is left for the next time.
    if (!used.has(lockOf(name))) await deleteTemporaryFolder(name).catch(() => undefined);
  }
}

async function rootFolder(): Promise<FileSystemDirectoryHandle | undefined> {
  const origin = await navigator.storage.getDirectory();
  return origin.getDirectoryHandle(rootName).catch(() => undefined);
}
