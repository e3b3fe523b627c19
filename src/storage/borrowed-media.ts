import type { WriteFile } from '../container/copy-clip';
import type { Recording } from '../domain/recording';
import { writeCopy } from './copied-files';
import { type OpenedMedia, openMedia } from './media';
import { deleteTemporaryFolder, openTemporaryFolder, type TemporaryFolder } from './temporary-folder';

/** The file of a recording, until it is closed. */
export interface BorrowedMedia extends OpenedMedia {
  /** Deletes the copy that it may be. */
  readonly close: () => Promise<void>;
}

/**
 * Opens the file of a recording for one task. If it has too many pieces, it is a copy that goes with the task, or with
 * its worker. Only in workers.
 *
 * @throws DOMException if the slices can't be read, or the disk refuses the copy
 * @throws ContainerError if the recording is a part, and the index of its media is damaged
 * @throws FailureError `disk-full` if there isn't enough space for the copy
 */
export async function borrowMedia(recording: Recording): Promise<BorrowedMedia> {
  let folder: TemporaryFolder | undefined;
  const write: WriteFile = async (chunks, length) => {
    folder = await openTemporaryFolder();
    return writeCopy(folder.name, recording.id, async () => undefined)(chunks, length);
  };
  const close = async () => {
    if (folder === undefined) return;
    // What can't be deleted now is deleted as abandoned.
    await deleteTemporaryFolder(folder.name).catch(() => undefined);
    folder.release();
  };
  try {
    return { ...(await openMedia(recording, write)), close };
  } catch (error) {
    await close();
    throw error;
  }
}
