import type { IDBPDatabase, IDBPTransaction, StoreNames } from 'idb';
import { migrateRecordings } from './migration';
import type { Schema } from './schema';

type Upgrade = IDBPTransaction<Schema, StoreNames<Schema>[], 'versionchange'>;

/** What {@link isKnown} looks at. */
type Stores = Pick<
  IDBPTransaction<Schema, StoreNames<Schema>[], IDBTransactionMode>,
  'objectStoreNames' | 'objectStore'
>;

/**
 * Creates the object stores, or brings those of an earlier version up to date, all in the transaction of the upgrade:
 * if that is aborted, or the browser dies, the database is still the old one. A database that is not ours stays as it
 * is.
 *
 * @param oldVersion 0 if the database is new
 */
export function upgradeStores(
  database: IDBPDatabase<Schema>,
  transaction: Upgrade,
  oldVersion: number,
): void {
  if (oldVersion === 0) {
    database.createObjectStore('media', { keyPath: 'id' });
    createClips(database);
    database.createObjectStore('slices', { keyPath: ['recordingId', 'sequence'] });
  } else if (isOfVersion2(transaction)) {
    // It needs the store at once: once this function has returned, it can't be created any more.
    createClips(database);
    migrateRecordings(transaction);
  }
  if (!isKnown(transaction)) return;
  for (const [name, keyPath] of Object.entries(later)) {
    if (!database.objectStoreNames.contains(name as LaterStore)) {
      database.createObjectStore(name as LaterStore, { keyPath });
    }
  }
}

type LaterStore = keyof typeof later;

/** The keys of the stores that later versions have added: they begin empty, and a database can do without them. */
const later = {
  thumbnails: 'recordingId',
  folder: 'id',
  folderCopies: 'recordingId',
} as const satisfies Partial<Record<StoreNames<Schema>, string>>;

function createClips(database: IDBPDatabase<Schema>): void {
  database.createObjectStore('clips', { keyPath: 'id' });
}

/** Whether the object stores of the transaction are ours, and perhaps more. */
export function isKnown(transaction: Stores): boolean {
  return (
    isKeyed(transaction, 'media', 'id') &&
    isKeyed(transaction, 'clips', 'id') &&
    isKeyed(transaction, 'slices', 'recordingId,sequence')
  );
}

/** Whether they are those of version 1 or 2. */
function isOfVersion2(transaction: Stores): boolean {
  const { objectStoreNames } = transaction;
  return (
    isKeyed(transaction, 'recordings', 'id') &&
    isKeyed(transaction, 'slices', 'recordingId,sequence') &&
    !objectStoreNames.contains('media') &&
    !objectStoreNames.contains('clips')
  );
}

/** Whether there is an object store of that name, with that key path. */
function isKeyed(transaction: Stores, name: StoreNames<Schema> | 'recordings', keyPath: string): boolean {
  const { objectStoreNames } = transaction as { readonly objectStoreNames: DOMStringList };
  if (!objectStoreNames.contains(name)) return false;
  return [transaction.objectStore(name as StoreNames<Schema>).keyPath].flat().join() === keyPath;
}
