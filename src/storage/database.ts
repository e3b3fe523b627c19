import { deleteDB, type IDBPDatabase, openDB } from 'idb';
import { FailureError } from '../domain/failure';
import { isKnown, upgradeStores } from './object-stores';
import { renewLog } from './renew-log';
import type { Schema } from './schema';

/** The name of the database. */
const databaseName = 'timeslice';

const version = 4;

/** How long the database may take to open, in ms: another version that keeps it open can block it forever. */
const patienceMs = 10_000;

/** An open connection. */
export type Database = IDBPDatabase<Schema>;

/** An idle connection is closed after this time, in ms: only then does SQLite return the space of deleted rows. */
const idleMs = 5000;

/** How long the database waits for a new log, in ms: another context that was stopped in the middle of it blocks it. */
const renewalPatienceMs = 2000;

function countFailure(): void {
  failures += 1;
}

interface Connection {
  readonly database: Database;
  /** Whether the log was renewed; pending if the database was opened before that was known. */
  readonly isRenewed: Promise<boolean>;
}

let connection: Promise<Connection> | undefined;
let idle: ReturnType<typeof setTimeout> | undefined;

/**
 * How often the browser ended a connection or refused one. Each time a write, or the opening itself, may have torn the log.
 */
let failures = 0;

/** How many of these came before the last renewal of the log began. */
let failuresAtRenewal = 0;

/** Whether the log is probably torn. */
const isSuspect = () => failures > failuresAtRenewal;

/**
 * The connection of this context: opened once, and again after it was idle, after the browser ended it or another
 * version asked for the database. Use it at once.
 *
 * @throws DOMException if the database can't be opened; `TimeoutError` after 10 s at most; `QuotaExceededError` if the
 *   browser ended the last connection, or refused it, and the disk is still full, or if the disk is too full to
 *   upgrade it
 * @throws FailureError `database-unknown` if its object stores are not those of Timeslice
 */
export async function openDatabase(): Promise<Database> {
  return (await connect()).database;
}

/**
 * The same, for what can wait: `undefined` if the log can't be renewed, usually because the disk is full. It may be torn,
 * and writing to a torn log can lose every recording.
 */
export async function openRenewed(): Promise<Database | undefined> {
  for (;;) {
    const connected = await connect();
    if (!(await connected.isRenewed)) return undefined;
    // It may have ended meanwhile.
    if ((await connect()) === connected) return connected.database;
  }
}

async function connect(): Promise<Connection> {
  connection ??= within(patienceMs, open(), ({ database }) => database.close()).catch((error: unknown) => {
    connection = undefined;
    throw error;
  });
  // It is not idle while it is being opened.
  clearTimeout(idle);
  const connected = await connection;
  clearTimeout(idle);
  idle = setTimeout(closeIdle, idleMs);
  return connected;
}

/** Transactions in progress still finish. */
function closeIdle(): void {
  connection?.then(({ database }) => database.close()).catch(() => undefined);
  connection = undefined;
}

/**
 * Renews the log each time, before anything is written: another context, or an earlier run of the browser, may have torn
 * it without this one knowing.
 */
async function open(): Promise<Connection> {
  for (;;) {
    const isRenewed = renew();
    // Writing to a torn log can lose every recording. Otherwise, the user can read, and delete to make room.
    if (isSuspect()) await isRenewed;
    else await within(renewalPatienceMs, isRenewed).catch(() => undefined);
    if ((await isOutdated()) && !(await isRenewed)) {
      // An upgrade writes every row: on a full disk it would tear the log, and fail.
      throw new DOMException('The disk is too full to upgrade the database', 'QuotaExceededError');
    }
    const database = await openKnown().catch((error: unknown) => {
      if (error instanceof DOMException) countFailure();
      throw error;
    });
    if (!isSuspect()) return { database, isRenewed };
    // The browser has ended another connection in the meantime.
    database.close();
  }
}

/** Renews the log. @returns whether it could be @throws DOMException if not, and it is probably torn */
async function renew(): Promise<boolean> {
  const before = failures;
  const isTorn = isSuspect();
  const renewal = new AbortController();
  try {
    await within(patienceMs, renewLog({ isTorn, signal: renewal.signal, onEnded: countFailure }));
    failuresAtRenewal = Math.max(failuresAtRenewal, before);
    return true;
  } catch (error) {
    if (isTorn) throw error;
    return false;
  } finally {
    renewal.abort();
  }
}

/** Rejects with a `TimeoutError` if it takes longer than that, in ms, and discards what still comes. */
function within<T>(ms: number, begun: Promise<T>, discard?: (late: T) => void): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      reject(new DOMException('Opening the database timed out', 'TimeoutError'));
      begun.then(discard).catch(() => undefined);
    }, ms);
    begun.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

/** Whether an earlier version of Timeslice created the database, and no later one has opened it. */
async function isOutdated(): Promise<boolean> {
  const known = (await indexedDB.databases()).find(({ name }) => name === databaseName);
  return known?.version !== undefined && known.version < version;
}

async function openKnown(): Promise<Database> {
  const database = await openAs(version).catch((error: DOMException) => {
    // A newer version created it. The object stores that we know are still usable.
    if (error.name === 'VersionError') return openAs(undefined);
    throw error;
  });
  const stores = [...database.objectStoreNames];
  if (stores.length > 0 && isKnown(database.transaction(stores))) return database;
  database.close();
  if (stores.length > 0) {
    throw new FailureError('database-unknown', `Version ${database.version}: ${stores.join(', ')}`);
  }
  // It is empty.
  await deleteDB(databaseName);
  return openAs(version);
}

function openAs(requested: number | undefined): Promise<Database> {
  return openDB<Schema>(databaseName, requested, {
    upgrade(upgrading, oldVersion, _newVersion, transaction) {
      // The opening rejects too.
      transaction.done.catch(() => undefined);
      upgradeStores(upgrading, transaction, oldVersion);
    },
    blocking(_current, _blocked, event) {
      connection = undefined;
      (event.target as IDBDatabase).close();
    },
    terminated() {
      connection = undefined;
      countFailure();
    },
  });
}
