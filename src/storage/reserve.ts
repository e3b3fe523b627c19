/** The name of the file in the origin's private file system. */
const fileName = 'reserve';

/** What `crypto.getRandomValues` gives at once, in bytes. */
const chunkBytes = 65_536;

/** What the compiler's DOM library leaves to its library for workers. */
interface SyncAccessHandle {
  getSize(): number;
  write(bytes: Uint8Array, options: { readonly at: number }): number;
  truncate(size: number): void;
  flush(): void;
  close(): void;
}

interface WorkerFileHandle extends FileSystemFileHandle {
  createSyncAccessHandle(): Promise<SyncAccessHandle>;
}

/** Space on disk that is kept for the moment when there is no other left. */
export interface Reserve {
  /** Gives the space back to the disk. */
  release(): void;
  /** Gives it back and lets go of the file. */
  close(): void;
}

/**
 * Takes a reserve of that many bytes; one that a crash left behind is taken over. For workers alone.
 *
 * @throws DOMException where the disk hasn't that much, or another worker holds it
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
    // Random, for some file systems store the same byte over and over in no space at all.
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
