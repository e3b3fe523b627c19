import { holdLock } from './locks';

/** The folder of the origin's private file system that holds exports until they are downloaded. */
const folderName = 'exports';

/** A file for an export, which nobody sweeps while this page is open. */
export interface ExportFile {
  readonly handle: FileSystemFileHandle;
  /** Deletes it. @throws DOMException if it is still being written */
  readonly remove: () => Promise<void>;
}

function lockOf(name: string): string {
  return `export:${name}`;
}

/** TypeScript's DOM library has the iteration in a part of its own. */
function namesIn(folder: FileSystemDirectoryHandle): AsyncIterable<string> {
  return (folder as unknown as { keys(): AsyncIterable<string> }).keys();
}

/** Creates a file for an export. @throws DOMException if the browser refuses it */
export async function createExportFile(): Promise<ExportFile> {
  const name = crypto.randomUUID();
  const release = await holdLock(lockOf(name));
  const root = await navigator.storage.getDirectory();
  const folder = await root.getDirectoryHandle(folderName, { create: true });
  const handle = await folder.getFileHandle(name, { create: true });
  return {
    handle,
    async remove() {
      await folder.removeEntry(name);
      release();
    },
  };
}

/** Deletes exports that no page holds any more: the page was closed, or the browser ended. @throws DOMException */
export async function sweepExports(): Promise<void> {
  const root = await navigator.storage.getDirectory();
  const folder = await root.getDirectoryHandle(folderName).catch(() => undefined);
  if (folder === undefined) return;
  for await (const name of namesIn(folder)) {
    await navigator.locks.request(lockOf(name), { ifAvailable: true }, async (lock) => {
      if (lock !== null) await folder.removeEntry(name);
    });
  }
}
