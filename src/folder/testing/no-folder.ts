import { createFolder, type FolderDeps, type FolderModel } from '../model';

/** What a page with no folder has around it. */
export const noFolderDeps: FolderDeps = {
  call: (async () => ({ ok: true, value: undefined })) as unknown as FolderDeps['call'],
  storage: {
    readFolder: async () => undefined,
    saveFolder: async () => undefined,
    changeFolder: async () => undefined,
    listCopies: async () => [],
    forgetCopy: async () => undefined,
    onCopiesChanged: () => () => undefined,
  },
  browser: {
    canPickFolder: () => true,
    pickFolder: async () => undefined,
    mayWrite: async () => false,
    askToWrite: async () => false,
  },
};

/** The model of a user who has chosen none. */
export function noFolder(): FolderModel {
  return createFolder(noFolderDeps);
}
