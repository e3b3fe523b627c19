import { numberedName } from './unique-names';

/** The name of a file that a folder doesn't have yet: "a.webm", or "a (2).webm" and so on if that is taken. */
export async function freeName(
  folder: Pick<FileSystemDirectoryHandle, 'getFileHandle'>,
  name: string,
): Promise<string> {
  for (let number = 1; ; number += 1) {
    const free = numberedName(name, number);
    try {
      await folder.getFileHandle(free);
    } catch (error) {
      const reason = error instanceof DOMException ? error.name : '';
      if (reason === 'NotFoundError') return free;
      // A folder has the name.
      if (reason !== 'TypeMismatchError') throw error;
    }
  }
}
