import type { Result } from '../domain/failure';
import { throwStorageFailure, toFailure } from '../domain/failure';
import type { RecordingId } from '../domain/recording';
import { downloadRecording } from '../files/download';
import { createFolderCopier, type SourceNames, startFolderWorker } from '../files/folder-copier';
import { mayWrite } from '../files/folder-handle';
import { createMediaAccess } from '../files/media-access';
import { copiesOfPage, createMediaReader, startMediaWorker } from '../files/media-reader';
import { blobUrls, saveAs } from '../files/save-as';
import { done } from '../messaging/rpc';
import { deleteHidden } from '../storage/deletion';
import { readFolder } from '../storage/folder';
import { changeCopy, forgetCopy, listCopies } from '../storage/folder-copies';
import { folderLock, holdLock, useMedia } from '../storage/locks';
import { findRecording } from '../storage/recordings';

/** The two ways to make a file. */
export interface OwnFilesDeps {
  readonly download: (id: RecordingId) => Promise<Result<void>>;
  /** Makes the pending copies in the user's folder. @throws DOMException if the database refuses */
  readonly makeCopies: (sourceNames: SourceNames) => Promise<void>;
}

/** The files that the recorder's host makes itself, because it outlives the service worker and the pages. */
export interface OwnFiles {
  /** Whether one is being made: the host must not be closed then. */
  readonly isMaking: () => boolean;
  readonly download: (id: RecordingId) => Promise<Result<void>>;
  readonly makeCopies: (sourceNames: SourceNames) => Promise<Result<void>>;
}

/** @param changed called when a file is begun, and when it is done or has failed */
export function createOwnFiles(changed: () => void, deps: OwnFilesDeps): OwnFiles {
  let making = 0;
  const make = async (task: () => Promise<Result<void>>): Promise<Result<void>> => {
    making += 1;
    changed();
    try {
      return await task();
    } catch (error) {
      return { ok: false, failure: toFailure(error) };
    } finally {
      making -= 1;
      changed();
    }
  };
  return {
    isMaking: () => making > 0,
    download: (id) => make(() => deps.download(id)),
    makeCopies: (sourceNames) =>
      make(async () => {
        await deps.makeCopies(sourceNames).catch(throwStorageFailure);
        return done;
      }),
  };
}

/** How the browser's recorder makes them. */
export function browserFiles(): OwnFilesDeps {
  /** It keeps no worker ready for a next file: there may be none. */
  const reader = createMediaReader({
    copies: copiesOfPage,
    startWorker: startMediaWorker,
    later: () => () => undefined,
  });
  const copier = createFolderCopier({
    storage: { listCopies, changeCopy, forgetCopy, readFolder, findRecording, deleteHidden },
    mayWrite,
    useMedia,
    lock: () => holdLock(folderLock),
    startWorker: startFolderWorker,
  });
  return {
    download: (id) =>
      downloadRecording(id, {
        find: findRecording,
        open: reader.open,
        access: createMediaAccess({
          useMedia,
          urls: blobUrls,
          download: saveAs,
          onEnd: async () => undefined,
        }),
      }),
    makeCopies: copier.run,
  };
}
