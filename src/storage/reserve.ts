import type { WorkerFileHandle } from './sync-access';

/** The name of the file in the origin's private file system. */
const fileName = 'reserve';

/** The most that `crypto.getRandomValues` returns at once, in bytes. */
const chunkBytes = 65_536;

/** Space on disk that is reserved for the moment when the disk is full. */
export interface Reserve {
  /** Returns the space to the disk. @throws DOMException if the disk refuses */
  release(): void;
  /** Returns the space and closes the file. @throws DOMException if the disk refuses */
  close(): void;
}

/**
 * Reserves that many bytes, or takes over the reserve that a crash left behind. Only for workers.
 *
 * @throws DOMException if the disk has less, or another worker holds the reserve
 * @see https://fs.spec.whatwg.org/#api-filesystemsyncaccesshandle
 */
export async function takeReserve(bytes: number): Promise<Reserve> {
  const folder = await navigator.storage.getDirectory();
  const file = (await folder.getFileHandle(fileName, { create: true })) as WorkerFileHandle;
  const handle = await file.createSyncAccessHandle();
  const release = () => {
    handle.truncate(0);
    handle.flush();
  };
  const close = () => {
    release();
    handle.close();
  };
  try {
    // Random, because some file systems need no space for a repeated byte.
    const chunk = new Uint8Array(chunkBytes);
    for (let at = handle.getSize(); at < bytes; at += chunk.length) {
      handle.write(crypto.getRandomValues(chunk), { at });
    }
    handle.flush();
  } catch (error) {
    close();
    throw error;
  }
  return { release, close };
}
