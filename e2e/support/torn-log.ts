import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import type { TestBrowser } from './browser';
import { extensionId } from './extension';
import type { SmallDisk } from './small-disk';
import { fill } from './small-disk-test';

/** The unit in which a tmpfs takes space, in bytes. */
const pageBytes = 4096;

/** The log's last page has at most this much room left, in bytes: less than any record of IndexedDB needs. */
const roomBytes = 60;

/** How often to try. A few times are enough unless something else writes too. */
const patience = 20;

/**
 * Fills the disk so that the next record of the database's log is torn: of one that doesn't fit into the log's last
 * page, a tmpfs takes the beginning and refuses the rest. Only with the LevelDB backend.
 *
 * @returns deletes the filler again
 */
export async function fillTearing(app: TestBrowser, disk: SmallDisk): Promise<() => Promise<void>> {
  const folder = logFolder(app);
  for (let attempt = 0; attempt < patience; attempt += 1) {
    await padLog(app.probe, folder);
    const filled = await fill(disk, Number.POSITIVE_INFINITY);
    if ((await room(folder)) <= roomBytes && (await disk.free()) === 0) return filled;
    await filled();
  }
  throw new Error('The disk can’t be filled: something else writes to it');
}

/** When LevelDB was last opened, in its own words: it is opened again after a write that failed. */
export async function openingOf(app: TestBrowser): Promise<string> {
  const [first = ''] = (await readFile(join(logFolder(app), 'LOG'), 'utf8')).split('\n');
  return first;
}

function logFolder({ profile }: TestBrowser): string {
  return join(profile, 'Default', 'IndexedDB', `chrome-extension_${extensionId}_0.indexeddb.leveldb`);
}

/** Writes rows until the log's last page is almost full. */
async function padLog(probe: Page, folder: string): Promise<void> {
  const grow = async (bytes: number) => {
    const before = await logBytes(folder);
    await writeRow(probe, bytes);
    return (await logBytes(folder)) - before;
  };
  // The first one may also make the database.
  await grow(0);
  let overhead = await grow(0);
  for (let row = 0; row < patience; row += 1) {
    const left = await room(folder);
    if (left <= roomBytes) return;
    const spare = left - roomBytes / 2 - overhead;
    const bytes = spare < 0 ? spare + pageBytes : spare;
    // A connection that closes writes too: measured beside it, the overhead would be wrong for ever.
    overhead = (await grow(bytes)) - bytes;
  }
  throw new Error('The log can’t be padded: something else writes to it');
}

/** The room in the log's last page, in bytes. */
async function room(folder: string): Promise<number> {
  return pageBytes - ((await logBytes(folder)) % pageBytes);
}

async function logBytes(folder: string): Promise<number> {
  const log = (await readdir(folder))
    .filter((name) => name.endsWith('.log'))
    .sort()
    .at(-1);
  if (log === undefined) throw new Error(`No log in ${folder}`);
  try {
    return (await stat(join(folder, log))).size;
  } catch (error) {
    // A connection that was opened has renewed it just now.
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return logBytes(folder);
    throw error;
  }
}

/** Writes a row of that many bytes to a database of its own, which is in the same log as all of the extension's. */
function writeRow(page: Page, bytes: number): Promise<void> {
  return page.evaluate(async (size) => {
    const settled = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    const opening = indexedDB.open('padding', 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore('rows');
    const database = await settled(opening);
    const transaction = database.transaction('rows', 'readwrite', { durability: 'strict' });
    transaction.objectStore('rows').add(new Uint8Array(size), crypto.randomUUID());
    await new Promise((resolve, reject) => {
      transaction.oncomplete = resolve;
      transaction.onabort = () => reject(transaction.error);
    });
    // It stays open: if the browser closed the databases now, it would write to the log.
  }, bytes);
}
