import * as v from 'valibot';
import { defaultPattern, type Folder, folderEntries } from '../domain/folder';
import { parseFields } from '../domain/parse-fields';
import { openDatabase } from './database';
import { announceCopies } from './folder-copies';
import { outcomeOf } from './outcome';
import type { StoredFolder } from './schema';

const id = 'folder';

/** The user's folder, with its handle. */
export type KnownFolder = Omit<StoredFolder, 'id'>;

/** The folder that the user has chosen; `undefined` if there is none. @throws DOMException if it can't be read */
export async function readFolder(): Promise<KnownFolder | undefined> {
  const database = await openDatabase();
  if (!database.objectStoreNames.contains('folder')) return undefined;
  return parseFolder(await database.get('folder', id));
}

const handleSchema = v.object({ kind: v.literal('directory'), name: v.string() });

const storedEntries = {
  ...folderEntries,
  // The handle itself: a schema of an object would return a copy.
  handle: v.custom<StoredFolder['handle']>((value) => v.is(handleSchema, value)),
};

/** Reads the row; a field that is missing or invalid falls back alone, but without a handle there is no folder. */
export function parseFolder(row: unknown): KnownFolder | undefined {
  const { handle, ...known } = parseFields(storedEntries, row);
  return handle && { name: '', pattern: defaultPattern, isOn: false, ...known, handle };
}

/**
 * Keeps a folder that the user has chosen, instead of an earlier one.
 *
 * @throws DOMException if the database refuses, or has no place for it (`NotFoundError`)
 */
export async function saveFolder(folder: KnownFolder): Promise<void> {
  const transaction = (await openDatabase()).transaction('folder', 'readwrite', { durability: 'strict' });
  await outcomeOf(transaction, transaction.objectStore('folder').put({ ...folder, id }));
  announceCopies();
}

/** Changes what is known of the folder, if there is one. @throws DOMException if the database refuses */
export async function changeFolder(change: Partial<Pick<Folder, 'pattern' | 'isOn'>>): Promise<void> {
  const transaction = (await openDatabase()).transaction('folder', 'readwrite', { durability: 'strict' });
  const store = transaction.objectStore('folder');
  const put = async (row: StoredFolder | undefined) => {
    if (row !== undefined) await store.put({ ...row, ...change });
  };
  await outcomeOf(transaction, store.get(id).then(put));
  announceCopies();
}
