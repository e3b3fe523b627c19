import { createFolderCopier, type FolderCopier, startFolderWorker } from '../files/folder-copier';
import { mayWrite } from '../files/folder-handle';
import { deleteHidden } from '../storage/deletion';
import { readFolder } from '../storage/folder';
import { changeCopy, forgetCopy, listCopies } from '../storage/folder-copies';
import { folderLock, holdLock, useMedia } from '../storage/locks';
import { findRecording } from '../storage/recordings';

/** The copier of the recorder's host, which outlives the service worker and the pages. */
export function createOwnCopier(): FolderCopier {
  return createFolderCopier({
    storage: { listCopies, changeCopy, forgetCopy, readFolder, findRecording, deleteHidden },
    mayWrite,
    useMedia,
    lock: () => holdLock(folderLock),
    startWorker: startFolderWorker,
  });
}
