import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openDatabase } from './database';
import { inspectMedia } from './inspection';
import { openMedia, openPieces } from './media';
import { createPacker } from './packing';
import { blobsRegistered } from './registered-blobs';
import { composeRescue } from './rescue';
import { appendSlice } from './slices';
import { recordingRow } from './testing/recording';
import { cutInto, storedSlices } from './testing/stored-slices';

/** Blobs that came from IndexedDB, and whether the browser has registered them since. */
const stored = new Map<Blob, boolean>();
const early: string[] = [];

const write = IDBObjectStore.prototype.put;

/** Once a Blob is written to the database for this, those that were read before are registered. */
const put = vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(putAndRegister);

function putAndRegister(this: IDBObjectStore, ...row: Parameters<typeof write>): IDBRequest<IDBValidKey> {
  const { transaction } = this;
  if (transaction.db.name === 'timeslice-barrier') {
    const known = [...stored.keys()];
    transaction.addEventListener('complete', () => {
      for (const blob of known) stored.set(blob, true);
    });
  }
  return Reflect.apply(write, this, row);
}

/** Notes each Blob in what a request hands out; cursors are only used where nothing is joined. */
function note(value: unknown): void {
  if (value instanceof Blob) stored.set(value, false);
  else if (Array.isArray(value)) value.forEach(note);
  else if (typeof value === 'object' && value !== null && !ArrayBuffer.isView(value))
    Object.values(value).forEach(note);
}

const results = Object.getOwnPropertyDescriptor(IDBRequest.prototype, 'result')?.get;
vi.spyOn(IDBRequest.prototype, 'result', 'get').mockImplementation(function (this: IDBRequest) {
  const result: unknown = results?.call(this);
  const isRow = typeof result === 'object' && result !== null && Object.getPrototypeOf(result) !== null;
  if (isRow && (Array.isArray(result) || Object.getPrototypeOf(result) === Object.prototype)) note(result);
  return result;
});

const check = (part: unknown, how: string) => {
  if (part instanceof Blob && stored.get(part) === false) early.push(how);
};
const slice = Blob.prototype.slice;
vi.spyOn(Blob.prototype, 'slice').mockImplementation(function (this: Blob, ...range) {
  check(this, 'sliced');
  return slice.apply(this, range);
});
vi.stubGlobal(
  'Blob',
  new Proxy(Blob, {
    construct(target, [parts = [], options]: [BlobPart[]?, BlobPropertyBag?]) {
      for (const part of parts) check(part, 'joined');
      return new target(parts, options);
    },
  }),
);

const recording = recordingRow('a');
const slices = storedSlices(cutInto(60), 'webm');

beforeEach(async () => {
  await (await openDatabase()).clear('slices');
  for (const row of slices) await appendSlice(row);
  stored.clear();
  early.length = 0;
});

it('sees a Blob that is joined or sliced too early', async () => {
  const [row] = await (await openDatabase()).getAll('slices');
  void new Blob([row?.blob ?? '']).size;
  row?.blob.slice(0, 1);
  expect(early).toEqual(['joined', 'sliced']);
  await blobsRegistered();
  void new Blob([row?.blob ?? '']).size;
  expect(early).toHaveLength(2);
});

const ways = {
  'the file of a recording': () => openMedia(recording),
  'its raw data': () => openPieces(recording),
  'the file of a recording that could not be saved': () => composeRescue(slices.slice(-3), 'video/webm'),
  'the search for damage': () => inspectMedia(recording),
  async packing() {
    const packer = createPacker('a', { slices: 10, bytes: 1e9 });
    for (const row of slices) await packer.add(row);
    const rows = await (await openDatabase()).getAll('slices');
    expect(rows.filter(({ tables }) => tables !== undefined).length, 'packs').toBeGreaterThan(2);
    stored.clear();
  },
  async 'the file of a packed recording'() {
    await ways.packing();
    await openMedia(recording);
  },
  async 'the file of a recording without an index'() {
    const store = await openDatabase();
    for (const { part, ...row } of slices) await store.put('slices', row);
    await inspectMedia(recording);
    await openMedia(recording);
  },
};

it.each(Object.entries(ways))('%s joins and slices no Blob before it is registered', async (_, act) => {
  await act();
  expect(early).toEqual([]);
});

/** @returns at once: what has ended is asked first */
function stateOf(waiting: Promise<void>): Promise<string> {
  return Promise.race([waiting.then(() => 'ended'), Promise.resolve().then(() => 'waiting')]);
}

describe('blobsRegistered', () => {
  const done = vi.fn();

  beforeEach(() => {
    put.mockClear();
    done.mockClear();
  });

  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  it('writes a Blob, and waits until it is written', async () => {
    put.mockImplementationOnce(function (this: IDBObjectStore, row, key) {
      this.transaction.addEventListener('complete', done);
      return Reflect.apply(write, this, [row, key]);
    });
    await blobsRegistered();
    expect(put.mock.calls).toEqual([[expect.any(Blob), 0]]);
    expect(done).toHaveBeenCalledOnce();
  });

  it('writes nothing if less than 5 MiB are free', async () => {
    const estimate = async () => ({ quota: 10, usage: 0 });
    vi.stubGlobal('navigator', { storage: { estimate } });
    await blobsRegistered();
    expect(put).not.toHaveBeenCalled();
  });

  it('ends after a pause if the disk refuses', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout'] });
    const refused = new Promise<void>((resolve) => {
      put.mockImplementationOnce(() => {
        resolve();
        throw new DOMException('Full', 'QuotaExceededError');
      });
    });
    const waiting = blobsRegistered();
    await refused;
    await vi.advanceTimersByTimeAsync(99);
    expect(await stateOf(waiting)).toBe('waiting');
    await vi.advanceTimersByTimeAsync(1);
    expect(await stateOf(waiting)).toBe('ended');
  });

  it('ends although the database never opens', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout'] });
    vi.spyOn(indexedDB, 'open').mockReturnValueOnce(new IDBOpenDBRequest());
    const waiting = blobsRegistered();
    await vi.advanceTimersByTimeAsync(1999);
    expect(await stateOf(waiting)).toBe('waiting');
    await vi.advanceTimersByTimeAsync(1);
    expect(await stateOf(waiting)).toBe('ended');
  });
});
