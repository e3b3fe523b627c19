import { runtimeTransport } from '../extension/runtime-transport';
import { askToWrite, mayWrite } from '../files/folder-handle';
import { canPickFolder, pickFolder } from '../files/pickers';
import { createCall } from '../messaging/rpc';
import { changeFolder, readFolder, saveFolder } from '../storage/folder';
import { forgetCopy, listCopies, onCopiesChanged } from '../storage/folder-copies';
import { createFolder, type FolderModel } from './model';

/** The folder, by the browser and the database of this page. */
export function createOwnFolder(): FolderModel {
  return createFolder({
    call: createCall(runtimeTransport),
    storage: { readFolder, saveFolder, changeFolder, listCopies, forgetCopy, onCopiesChanged },
    browser: { canPickFolder, pickFolder, mayWrite, askToWrite },
  });
}
