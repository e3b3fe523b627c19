import { existsSync } from 'node:fs';
import { copyFile, mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { pid } from 'node:process';
import { deserialize, serialize } from 'node:v8';
import { expect, type Page, test } from '@playwright/test';
import type { FormatId } from '../../src/domain/format';
import type { TestBrowser } from './browser';
import { type Judged, judgeMovingPage } from './judge';
import { articles, download, openLibrary } from './library';
import { ask, startWith, waitForState, waitUntilSafe } from './session';

/**
 * A recording of the moving page, for tests of what is done with recordings: it is recorded once, or by each worker that
 * needs it at the same time.
 */
export interface Film {
  /** The recording, downloaded. */
  readonly file: string;
  readonly original: Judged;
}

interface KnownFilm extends Film {
  readonly rows: Rows;
}

/** The rows of each object store, as {@link readRows} sends them. */
type Rows = Readonly<Record<string, readonly unknown[]>>;

/**
 * Leaves a recording of the moving page in a browser that has none: as its recorder left it, or the rows of an earlier
 * one.
 *
 * @param ms how long it is at least
 */
export async function useFilm(app: TestBrowser, tab: Page, format: FormatId, ms: number): Promise<Film> {
  // What a test puts out is deleted after it; the folder of all, before the next run.
  const folder = join(test.info().project.outputDir, 'films');
  const known = join(folder, `${format} ${ms}`);
  if (existsSync(known)) {
    const film: KnownFilm = deserialize(await readFile(known));
    await app.probe.evaluate(writeRows, film.rows);
    return film;
  }
  expect(await startWith(app, { source: 'tab', format, timesliceMs: 500 }, tab)).toMatchObject({ ok: true });
  await waitUntilSafe(app, ms);
  expect(await ask(app, { to: 'background', name: 'stop' })).toMatchObject({ ok: true });
  await waitForState(app, 'inactive');
  const library = await openLibrary(app);
  const downloaded = await download(library, articles(library));
  await library.close();
  await mkdir(folder, { recursive: true });
  const own = `${known} ${pid}`;
  const file = `${own}${extname(downloaded.name)}`;
  await copyFile(downloaded.file, file);
  const film: KnownFilm = {
    file,
    original: await judgeMovingPage(file),
    rows: await app.probe.evaluate(readRows),
  };
  // Another worker finds it whole or not at all.
  await writeFile(own, serialize(film));
  await rename(own, known);
  return film;
}

/** Runs in the page. Every row of the database; Blobs and buffers are sent as text. */
async function readRows(): Promise<Record<string, unknown[]>> {
  const settled = <T>(request: IDBRequest<T>) =>
    new Promise<T>((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
  const textOf = (blob: Blob) =>
    new Promise<string>((resolve) => {
      const reader = new FileReader();
      reader.onload = () => resolve(String(reader.result).replace(/^.*,/, ''));
      reader.readAsDataURL(blob);
    });
  const send = async (value: unknown): Promise<unknown> => {
    if (value instanceof Blob) return { $: 'Blob', type: value.type, text: await textOf(value) };
    if (ArrayBuffer.isView(value)) {
      return { $: value.constructor.name, text: await textOf(new Blob([value as Uint8Array<ArrayBuffer>])) };
    }
    if (Array.isArray(value)) return Promise.all(value.map(send));
    if (typeof value !== 'object' || value === null) return value;
    const fields = Object.entries(value).map(async ([name, field]) => [name, await send(field)] as const);
    return Object.fromEntries(await Promise.all(fields));
  };
  const database = await settled(indexedDB.open('timeslice'));
  const rows: Record<string, unknown[]> = {};
  for (const store of database.objectStoreNames) {
    const all = await settled(database.transaction(store).objectStore(store).getAll());
    rows[store] = await Promise.all(all.map(send));
  }
  database.close();
  return rows;
}

/** Runs in the page. Writes what {@link readRows} has read. */
async function writeRows(rows: Rows): Promise<void> {
  interface Sent {
    readonly $: string;
    readonly type?: string;
    readonly text: string;
  }
  const views: Record<string, new (buffer: ArrayBuffer) => unknown> = {
    Uint8Array,
    Uint32Array,
    Int32Array,
    Float32Array,
    Float64Array,
  };
  const receive = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(receive);
    if (typeof value !== 'object' || value === null) return value;
    if (!('$' in value)) {
      return Object.fromEntries(Object.entries(value).map(([name, field]) => [name, receive(field)]));
    }
    const { $: kind, type = '', text } = value as Sent;
    const { buffer } = Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
    if (kind === 'Blob') return new Blob([buffer], { type });
    const View = views[kind];
    if (View === undefined) throw new TypeError(`${kind} is not known here`);
    return new View(buffer);
  };
  const database = await new Promise<IDBDatabase>((resolve, reject) => {
    const request = indexedDB.open('timeslice');
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  const transaction = database.transaction(Object.keys(rows), 'readwrite');
  for (const [store, all] of Object.entries(rows)) {
    for (const row of all) transaction.objectStore(store).put(receive(row));
  }
  await new Promise((resolve, reject) => {
    transaction.oncomplete = resolve;
    transaction.onabort = () => reject(transaction.error);
  });
  database.close();
}
