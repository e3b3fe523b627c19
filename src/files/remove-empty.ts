/** TypeScript's DOM library lacks it. @see https://github.com/whatwg/fs/blob/main/proposals/Remove.md */
interface RemovableHandle extends FileSystemFileHandle {
  remove?(): Promise<void>;
}

/**
 * Deletes a file that was chosen to be written, and was not: never one that has anything in it.
 *
 * @throws DOMException if the browser refuses it
 */
export async function removeEmpty(file: RemovableHandle): Promise<void> {
  if ((await file.getFile()).size === 0) await file.remove?.();
}
