import type { WriteFile } from '../container/copy-clip';
import { FailureError } from '../domain/failure';
import { holdLock } from './locks';
import { freeSpace } from './quota';
import type { WorkerFileHandle } from './sync-access';

/** The folder of the origin with the copies: one folder in it for each page that has made some. */
const folderName = 'copies';

/** A page holds this lock as long as it may play or download its copies. */
function copiesLock(page: string): string {
  return `copies:${page}`;
}

/** So much stays free for a recording in progress, in bytes. */
const reservedBytes = 500_000_000;

/** Where a page keeps its copies, until it is closed. @throws DOMException if the browser refuses the lock */
export async function openCopies(): Promise<string> {
  const page = crypto.randomUUID();
  await holdLock(copiesLock(page));
  return page;
}

/**
 * Writes copies of one page, each under its name, into files of the origin. A copy that is already there is used again;
 * one whose writing was interrupted isn't. Only in workers.
 *
 * @param progress called with the share that is written, 0 to 1
 * @returns it throws a FailureError `disk-full` if there isn't enough space, or a DOMException if the disk refuses
 */
export function writeCopy(page: string, name: string, progress: (share: number) => Promise<void>): WriteFile {
  return async (chunks, length) => {
    await deleteAbandoned();
    // Another worker may be writing it, for an export or a download: then that copy is used.
    const release = await holdLock(`copying:${page}/${name}`);
    try {
      return await write(await folderOf(page), name, { chunks, length, progress });
    } finally {
      release();
    }
  };
}

interface CopyTask {
  readonly chunks: AsyncIterable<Uint8Array<ArrayBuffer>>;
  readonly length: number;
  readonly progress: (share: number) => Promise<void>;
}

async function write(
  folder: FileSystemDirectoryHandle,
  name: string,
  { chunks, length, progress }: CopyTask,
): Promise<Blob> {
  const known = await fileIn(folder, name);
  if (known?.size === length) return known;
  const { freeBytes } = await freeSpace();
  if (freeBytes < length + reservedBytes) throw new FailureError('disk-full', `${freeBytes} bytes are free`);
  const handle = (await folder.getFileHandle(name, { create: true })) as WorkerFileHandle;
  const access = await handle.createSyncAccessHandle();
  try {
    access.truncate(0);
    let at = 0;
    let reported = 0;
    for await (const bytes of chunks) {
      if (access.write(bytes, { at }) < bytes.length) throw new FailureError('disk-full', 'Short write');
      at += bytes.length;
      // Not with each of the chunks: the page would be busy with them.
      if (at / length - reported < 0.01) continue;
      reported = at / length;
      await progress(reported);
    }
    access.flush();
  } catch (error) {
    access.truncate(0);
    throw error;
  } finally {
    access.close();
  }
  return handle.getFile();
}

async function folderOf(page: string): Promise<FileSystemDirectoryHandle> {
  const copies = await (await navigator.storage.getDirectory()).getDirectoryHandle(folderName, {
    create: true,
  });
  return copies.getDirectoryHandle(page, { create: true });
}

async function fileIn(folder: FileSystemDirectoryHandle, name: string): Promise<File | undefined> {
  try {
    return await (await folder.getFileHandle(name)).getFile();
  } catch {
    return undefined;
  }
}

/** Deletes a copy that isn't needed; the worker that wrote it may still hold it for a moment. */
export async function deleteCopy(page: string, name: string): Promise<void> {
  const folder = await folderOf(page);
  for (let attempts = 40; attempts > 0; attempts--) {
    try {
      return await folder.removeEntry(name);
    } catch (error) {
      if (error instanceof DOMException && error.name === 'NotFoundError') return;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

/**
 * Deletes the copies of pages that are gone.
 *
 * @throws DOMException if the browser refuses the locks
 */
export async function deleteAbandoned(): Promise<void> {
  const root = await navigator.storage.getDirectory();
  const copies = await root.getDirectoryHandle(folderName).catch(() => undefined);
  if (copies === undefined) return;
  const { held = [] } = await navigator.locks.query();
  const used = new Set(held.map(({ name }) => name));
  for await (const page of copies.keys()) {
    // One that can't be deleted now is left for the next time.
    if (!used.has(copiesLock(page)))
      await copies.removeEntry(page, { recursive: true }).catch(() => undefined);
  }
}
