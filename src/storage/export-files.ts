import { deleteTemporaryFolder, folderOf, openTemporaryFolder } from './temporary-folder';

/** A file of the origin that holds an export until it is downloaded, as long as this page is open. */
export interface ExportFile {
  readonly handle: FileSystemFileHandle;
  /** Deletes it. @throws DOMException if it is still being written */
  readonly remove: () => Promise<void>;
}

/** Creates a file for an export. @throws DOMException if the browser refuses it */
export async function createExportFile(): Promise<ExportFile> {
  const { name, release } = await openTemporaryFolder();
  try {
    const handle = await (await folderOf(name)).getFileHandle('export', { create: true });
    return {
      handle,
      async remove() {
        await deleteTemporaryFolder(name);
        release();
      },
    };
  } catch (error) {
    release();
    throw error;
  }
}
