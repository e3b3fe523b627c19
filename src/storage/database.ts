import { type DBSchema, type IDBPDatabase, openDB } from 'idb';
import type { MediaPart } from '../container/media-index';
import type { Recording, RecordingId, Slice } from '../domain/recording';

/** The name of the database. */
const databaseName = 'timeslice';

const version = 1;

/** A row of the object store `slices`: a slice, a draft, or a pack of several in a row, which has the last one's numbers. */
export interface StoredSlice extends Slice {
  /** What the container's index says of its bytes; absent where they could not be indexed. */
  readonly part?: MediaPart;
}

/** The object stores. */
export interface Schema extends DBSchema {
  recordings: { key: RecordingId; value: Recording; indexes: { createdAt: number } };
  /** Keyed by recording and sequence, so that a recording's slices are one range, in order. */
  slices: { key: [RecordingId, number]; value: StoredSlice };
}

/** An open connection. */
export type Database = IDBPDatabase<Schema>;

let connection: Promise<Database> | undefined;

/**
 * The connection of this context: opened once, and again after the browser ended it or another
 * version asked for the database.
 *
 * @throws DOMException where the database can't be opened
 */
export function openDatabase(): Promise<Database> {
  connection ??= open().catch((error: unknown) => {
    connection = undefined;
    throw error;
  });
  return connection;
}

async function open(): Promise<Database> {
  const database = await openDB<Schema>(databaseName, version, {
    upgrade(upgrading) {
      const recordings = upgrading.createObjectStore('recordings', { keyPath: 'id' });
      recordings.createIndex('createdAt', 'createdAt');
      upgrading.createObjectStore('slices', { keyPath: ['recordingId', 'sequence'] });
    },
    blocking(_current, _blocked, event) {
      connection = undefined;
      (event.target as IDBDatabase).close();
    },
    terminated() {
      connection = undefined;
    },
  });
  return database;
}
