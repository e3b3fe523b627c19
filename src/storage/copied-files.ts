import type { WriteFile } from '../container/copy-clip';
import { FailureError } from '../domain/failure';
import { holdLock } from './locks';
import { freeSpace } from './quota';
import type { WorkerFileHandle } from './sync-access';
import { deleteAbandoned, deleteTemporaryFile, folderOf, removeWhenClosed } from './temporary-folder';

/** So much stays free for a recording in progress, in bytes. */
const reservedBytes = 500_000_000;

/**
 * Writes copies into a temporary folder, each under its name. A copy that is already there is used again; one whose
 * writing was interrupted isn't. Only in workers.
 *
 * @param progress called with the share that is written, 0 to 1
 * @returns it throws a FailureError `disk-full` if there isn't enough space, or a DOMException if the disk refuses
 */
export function writeCopy(
  folder: string,
  name: string,
  progress: (share: number) => Promise<void>,
): WriteFile {
  return async (chunks, length) => {
    await deleteAbandoned();
    // Another worker may be writing it, for an export or a download: then that copy is used.
    const release = await holdLock(`copying:${folder}/${name}`);
    try {
      return await write(await folderOf(folder), name, { chunks, length, progress });
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
  // Its worker was ended: it may hold the file for another moment, and what it wrote takes space.
  if (known !== undefined) await removeWhenClosed(() => folder.removeEntry(name));
  // If the browser doesn't know it, the disk refuses what it has no room for.
  const { freeBytes } = await freeSpace().catch(() => ({ freeBytes: Number.POSITIVE_INFINITY }));
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
    // Not flushed, which takes long after a recording: it is deleted with the page, and read by this browser alone.
  } catch (error) {
    access.truncate(0);
    throw error;
  } finally {
    access.close();
  }
  return handle.getFile();
}

async function fileIn(folder: FileSystemDirectoryHandle, name: string): Promise<File | undefined> {
  try {
    return await (await folder.getFileHandle(name)).getFile();
  } catch {
    return undefined;
  }
}

/** Deletes a copy, if there is one, that no worker writes or waits for. */
export async function deleteCopy(folder: string, name: string): Promise<void> {
  await removeWhenClosed(() => deleteTemporaryFile(folder, name));
}
