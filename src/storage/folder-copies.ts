import type { IDBPTransaction } from 'idb';
import * as v from 'valibot';
import {
  afterEvent,
  type FolderCopy,
  type FolderCopyEvent,
  folderCopyEntries,
  folderCopySchema,
  queuedCopy,
} from '../domain/folder-copy';
import { parseFields } from '../domain/parse-fields';
import type { RecordingId } from '../domain/recording';
import { createChanges } from './changes';
import { type Database, openDatabase } from './database';
import { outcomeOf } from './outcome';
import type { Schema } from './schema';

const changes = createChanges('timeslice:folder-copies');

/** The object stores of a database that are about the folder: none, if an unknown version has created it. */
export function folderStores({ objectStoreNames }: Database): readonly ('folder' | 'folderCopies')[] {
  const stores = ['folder', 'folderCopies'] as const;
  return stores.every((store) => objectStoreNames.contains(store)) ? stores : [];
}

/** All copies, the oldest first. @throws DOMException if the database refuses */
export async function listCopies(): Promise<readonly FolderCopy[]> {
  const database = await openDatabase();
  if (folderStores(database).length === 0) return [];
  const rows: unknown[] = await database.getAll('folderCopies');
  return rows.flatMap((row) => parseCopy(row) ?? []).sort((one, other) => one.queuedAt - other.queuedAt);
}

/**
 * Reads a row. What is wrong in it must not cost the copy, which is then to be made again: under the same name, if that can
 * be read, so that none is made if it is there.
 *
 * @returns `undefined` if the row has no valid id
 */
function parseCopy(row: unknown): FolderCopy | undefined {
  const copy = v.safeParse(folderCopySchema, row);
  if (copy.success) return copy.output;
  const { recordingId, queuedAt = 0, fileName } = parseFields(folderCopyEntries, row);
  if (recordingId === undefined) return undefined;
  return { ...queuedCopy(recordingId, queuedAt), ...(fileName === undefined ? {} : { fileName }) };
}

/** Notes that a recording is to be copied, in a transaction that has the store. One that is known stays as it is. */
export async function queueIn(
  transaction: Pick<
    IDBPTransaction<Schema, ('clips' | 'media' | 'folder' | 'folderCopies')[], 'readwrite'>,
    'objectStore'
  >,
  recordingId: RecordingId,
): Promise<void> {
  const store = transaction.objectStore('folderCopies');
  if ((await store.getKey(recordingId)) === undefined) await store.put(queuedCopy(recordingId, Date.now()));
}

/**
 * Applies an event to a copy.
 *
 * @returns the copy after it; `undefined` if there is none
 * @throws DOMException if the database refuses
 */
export async function changeCopy(
  recordingId: RecordingId,
  event: FolderCopyEvent,
): Promise<FolderCopy | undefined> {
  return changeRows(recordingId, event).then(([copy]) => copy);
}

/** Has everything that failed, or waits for the permission, tried again. @throws DOMException if the database refuses */
export async function retryCopies(): Promise<void> {
  await changeRows(undefined, { type: 'retry' });
}

/** Forgets a copy: the recording is gone. What is in the folder stays. @throws DOMException if the database refuses */
export async function forgetCopy(recordingId: RecordingId): Promise<void> {
  const transaction = (await openDatabase()).transaction('folderCopies', 'readwrite', {
    durability: 'relaxed',
  });
  await outcomeOf(transaction, transaction.objectStore('folderCopies').delete(recordingId));
  announceCopies();
}

/** @param only the recording that it is about; `undefined` for all, which may be thousands */
async function changeRows(
  only: RecordingId | undefined,
  event: FolderCopyEvent,
): Promise<readonly FolderCopy[]> {
  const database = await openDatabase();
  if (folderStores(database).length === 0) return [];
  const transaction = database.transaction('folderCopies', 'readwrite', { durability: 'strict' });
  const store = transaction.objectStore('folderCopies');
  let isChanged = false;
  const changeAll = async () => {
    const rows: unknown[] = await store.getAll(only);
    const before = rows.flatMap((row) => parseCopy(row) ?? []);
    const after = before.map((copy) => afterEvent(copy, event));
    const changed = after.filter((copy, index) => copy !== before[index]);
    isChanged = changed.length > 0;
    await Promise.all(changed.map((copy) => store.put(copy)));
    return after;
  };
  const after = await outcomeOf(transaction, changeAll());
  if (isChanged) announceCopies();
  return after;
}

/** Calls back after every change of a copy, or of the folder, in any context. @returns stops it */
export const onCopiesChanged = changes.listen;

/** Announces to every context that a copy, or the folder, has changed. */
export const announceCopies = changes.announce;
