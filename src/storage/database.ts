import { type DBSchema, deleteDB, type IDBPDatabase, openDB } from 'idb';
import type { MediaPart } from '../container/media-index';
import { FailureError } from '../domain/failure';
import type { Recording, RecordingId, Slice } from '../domain/recording';

/** The name of the database. */
const databaseName = 'timeslice';

const version = 1;

/** How long the database may take to open, in ms: one that another version holds back does not open at all. */
const patienceMs = 10_000;

/** A row of the object store `slices`: a slice, a draft, or a pack of several in a row, which has the last one's numbers. */
export interface StoredSlice extends Slice {
  /** What the container's index says of its bytes; absent where they could not be indexed. */
  readonly part?: MediaPart;
  /** The tables of a pack's part, taken out of it (`container/part-tables`): rows are read faster without them. */
  readonly tables?: Blob;
  /** Those of several packs, this one the last of them: one Blob is read faster than many. */
  readonly groupTables?: Blob;
}

/** The object stores. */
export interface Schema extends DBSchema {
  recordings: { key: RecordingId; value: Recording; indexes: { createdAt: number } };
  /** Keyed by recording and sequence, so that a recording's slices are one range, in order. */
  slices: { key: [RecordingId, number]; value: StoredSlice };
}

/** An open connection. */
export type Database = IDBPDatabase<Schema>;

/** A connection that nobody used for so long is closed, in ms: only then does SQLite give the space of what was deleted back to the disk. */
const idleMs = 5000;

let connection: Promise<Database> | undefined;
let idle: ReturnType<typeof setTimeout> | undefined;

/**
 * The connection of this context: opened once, and again after it was idle, after the browser ended it or another
 * version asked for the database. To be used at once.
 *
 * @throws DOMException where the database can't be opened; `TimeoutError` after 10 s
 * @throws FailureError `database-unknown` where it is not as Timeslice makes it
 */
export function openDatabase(): Promise<Database> {
  connection ??= inTime(open()).catch((error: unknown) => {
    connection = undefined;
    throw error;
  });
  clearTimeout(idle);
  idle = setTimeout(closeIdle, idleMs);
  return connection;
}

/** What is under way in it is still finished. */
function closeIdle(): void {
  connection?.then((database) => database.close()).catch(() => undefined);
  connection = undefined;
}

/** A database that opens too late is closed again. */
function inTime(opening: Promise<Database>): Promise<Database> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      reject(new DOMException('The database does not open', 'TimeoutError'));
      opening.then((late) => late.close()).catch(() => undefined);
    }, patienceMs);
    opening.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

async function open(): Promise<Database> {
  const database = await openAs(version).catch((error: DOMException) => {
    // A newer version was here. What it has kept of our object stores is as good as ever.
    if (error.name === 'VersionError') return openAs(undefined);
    throw error;
  });
  if (isKnown(database)) return database;
  const { objectStoreNames } = database;
  database.close();
  if (objectStoreNames.length > 0) {
    throw new FailureError(
      'database-unknown',
      `Version ${database.version}: ${[...objectStoreNames].join(', ')}`,
    );
  }
  // There is nothing in it to lose.
  await deleteDB(databaseName);
  return openAs(version);
}

function openAs(wished: number | undefined): Promise<Database> {
  return openDB<Schema>(databaseName, wished, {
    upgrade(upgrading, oldVersion) {
      // Without a wish there is no upgrade but that of a database which isn't there at all.
      if (oldVersion > 0) return;
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
}

function isKnown(database: Database): boolean {
  const { objectStoreNames } = database;
  if (!objectStoreNames.contains('recordings') || !objectStoreNames.contains('slices')) return false;
  const transaction = database.transaction(['recordings', 'slices']);
  const { keyPath: recording } = transaction.objectStore('recordings');
  const { keyPath: slice } = transaction.objectStore('slices');
  return recording === 'id' && [slice].flat().join() === 'recordingId,sequence';
}
