import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Media } from '../domain/media';
import { draftSequence } from '../domain/recording';
import { openDatabase } from './database';
import { deleteRecording } from './delete-recording';
import { openMedia } from './media';
import {
  createRecording,
  findRecording,
  listRecordings,
  markIntact,
  onRecordingsChanged,
  updateRecording,
} from './recordings';
import { closeOrphans, closeWhenReleased, listClosed } from './recovery';
import type { StoredSlice } from './schema';
import { appendSlice, readSlices, savedTotals } from './slices';
import { recordingRow } from './testing/recording';
import { readThumbnail, saveThumbnail } from './thumbnails';

const append = (recordingId: string, sequence: number, text: string) =>
  appendSlice({
    recordingId,
    sequence,
    blob: new Blob([text]),
    coversMs: sequence * 10,
    totalBytes: text.length,
  });

/** Node 20 has no Web Locks: those in `held` are held. */
const held = new Set<string>();
/** Those who wait for them. */
const releases = new Map<string, () => void>();
vi.stubGlobal('navigator', {
  locks: {
    request: async (name: string, ...rest: unknown[]) => {
      const callback = rest.at(-1) as (lock: object | null) => unknown;
      const isPatient = rest.length === 1;
      if (isPatient && held.has(name)) await new Promise<void>((release) => releases.set(name, release));
      return callback(held.has(name) && !isPatient ? null : { name });
    },
    query: async () => ({ held: [...held].map((name) => ({ name })) }),
  },
});

beforeEach(async () => {
  held.clear();
  const database = await openDatabase();
  await Promise.all((['clips', 'media', 'slices'] as const).map((store) => database.clear(store)));
});

describe('slices', () => {
  it('come back in order, past the tenth', async () => {
    await createRecording(recordingRow('a'));
    for (let sequence = 0; sequence < 12; sequence += 1) await append('a', sequence, `${sequence},`);
    const { file: media } = await openMedia(recordingRow('a'));
    expect(await media.text()).toBe('0,1,2,3,4,5,6,7,8,9,10,11,');
    expect(media.type).toBe('video/webm;codecs=vp9,opus');
  });

  it('know what is on disk', async () => {
    expect(await savedTotals('a')).toEqual({ durationMs: 0, bytes: 0, sliceCount: 0 });
    await append('a', 0, 'four');
    await append('a', 1, 'sixsix');
    await append('b', 0, 'other');
    expect(await savedTotals('a')).toEqual({ durationMs: 10, bytes: 6, sliceCount: 2 });
  });

  it('come after their drafts, which count for one slice until it is whole', async () => {
    await append('a', draftSequence(0, 0), 'one');
    await append('a', draftSequence(0, 1), 'two');
    expect((await savedTotals('a')).sliceCount).toBe(1);
    await append('a', 0, 'three');
    expect((await savedTotals('a')).sliceCount).toBe(1);
    await append('a', draftSequence(1, 0), 'four');
    expect((await savedTotals('a')).sliceCount).toBe(2);
    expect(await (await openMedia(recordingRow('a'))).file.text()).toBe('onetwothreefour');
    await deleteRecording('a');
    expect(await readSlices('a')).toEqual([]);
  });

  it('are written with strict durability', async () => {
    const transaction = vi.spyOn(IDBDatabase.prototype, 'transaction');
    await append('a', 0, 'four');
    expect(transaction).toHaveBeenCalledWith('slices', 'readwrite', { durability: 'strict' });
    transaction.mockRestore();
  });

  it('are refused twice with the same number; the first stays', async () => {
    await append('a', 0, 'four');
    await expect(append('a', 0, 'again')).rejects.toThrow();
    expect(await (await openMedia(recordingRow('a'))).file.text()).toBe('four');
  });
});

describe('recordings', () => {
  it('are listed with the newest first', async () => {
    for (const [id, createdAt] of [
      ['old', 1],
      ['new', 3],
      ['middle', 2],
    ] as const) {
      await createRecording(recordingRow(id, { createdAt }));
    }
    expect((await listRecordings()).map(({ id }) => id)).toEqual(['new', 'middle', 'old']);
  });

  it('are listed by reading each object store once, and no slices', async () => {
    for (const id of ['a', 'b', 'c']) await createRecording(recordingRow(id));
    const asked: string[] = [];
    const spies = (['get', 'getAll', 'openCursor'] as const).map((name) => {
      const read: CallableFunction = IDBObjectStore.prototype[name];
      return vi.spyOn(IDBObjectStore.prototype, name).mockImplementation(function (
        this: IDBObjectStore,
        ...args: unknown[]
      ) {
        asked.push(`${name} ${this.name}`);
        return Reflect.apply(read, this, args);
      });
    });
    await listRecordings();
    for (const spy of spies) spy.mockRestore();
    expect(asked.toSorted()).toEqual(['getAll clips', 'getAll media']);
  });

  it('are deleted with their slices, and no others', async () => {
    for (const id of ['a', 'b']) {
      await createRecording(recordingRow(id));
      await append(id, 0, id);
    }
    await deleteRecording('a');
    expect(await findRecording('a')).toBeUndefined();
    expect(await (await openDatabase()).getAllKeys('slices')).toEqual([['b', 0]]);
  });

  it('are updated only if they exist', async () => {
    await createRecording(recordingRow('a'));
    expect(await updateRecording('a', { name: 'b' })).toBe(true);
    expect(await updateRecording('gone', { name: 'b' })).toBe(false);
    expect(await findRecording('a')).toMatchObject({ name: 'b' });
    expect(await findRecording('gone')).toBeUndefined();
  });

  it('remember that they are intact, unless they are gone', async () => {
    await createRecording(recordingRow('a'));
    await markIntact('a', true);
    await markIntact('gone', true);
    expect(await findRecording('a')).toMatchObject({ isIntact: true });
    await markIntact('a', false);
    expect((await findRecording('a'))?.isIntact).toBeUndefined();
    await (await openDatabase()).put('media', { ...recordingRow('a'), isSound: true } as Media);
    expect(await findRecording('a'), 'as earlier versions stored it').toMatchObject({ isIntact: true });
    await markIntact('a', false);
    expect((await findRecording('a'))?.isIntact).toBeUndefined();
    expect(await findRecording('gone')).toBeUndefined();
  });

  it('announce their changes', async () => {
    const heard = new Promise<void>((resolve) => {
      const stop = onRecordingsChanged(() => {
        stop();
        resolve();
      });
    });
    await createRecording(recordingRow('a'));
    await heard;
  });
});

describe('orphans', () => {
  const { put: original } = IDBObjectStore.prototype;
  const noted: string[] = [];
  const note = async (id: string) => void noted.push(id);
  beforeEach(() => noted.splice(0));

  it('are closed if no recorder holds them: kept with their slices, or deleted without any', async () => {
    await createRecording(recordingRow('orphan'));
    await append('orphan', 0, 'x');
    await createRecording(recordingRow('empty'));
    await createRecording(recordingRow('running'));
    await append('running', 0, 'x');
    await createRecording(recordingRow('complete', { state: 'complete', bytes: 1 }));
    held.add('recording:running');
    await closeOrphans(note);
    expect(noted).toEqual(['orphan']);
    expect(await findRecording('orphan')).toMatchObject({ state: 'interrupted', bytes: 1 });
    expect(await findRecording('empty')).toBeUndefined();
    expect(await findRecording('running')).toMatchObject({ state: 'recording' });
    expect(await findRecording('complete')).toMatchObject({ state: 'complete' });

    releases.get('recording:running')?.();
    await vi.waitFor(
      async () =>
        expect(await findRecording('running'), 'its recorder died').toMatchObject({ state: 'interrupted' }),
      { timeout: 30_000 },
    );
    expect(noted).toEqual(['orphan', 'running']);
  });

  it('are listed as if they were closed, which they may not be yet', async () => {
    for (const id of ['orphan', 'running']) {
      await createRecording(recordingRow(id));
      await append(id, 1, 'four');
    }
    held.add('recording:running');
    expect((await listClosed()).recordings.toSorted((one, other) => one.id.localeCompare(other.id))).toEqual([
      recordingRow('orphan', { state: 'interrupted', bytes: 4, durationMs: 10, sliceCount: 2 }),
      recordingRow('running'),
    ]);
    expect(await findRecording('orphan'), 'on disk').toEqual(recordingRow('orphan'));
  });

  it('are kept whatever their last slice says, and counted', async () => {
    await createRecording(recordingRow('odd'));
    await append('odd', 0, 'four');
    const { totalBytes: _left, coversMs: _out, ...rest } = (await readSlices('odd'))[0] as StoredSlice;
    await (await openDatabase()).put('slices', rest as StoredSlice);
    await closeOrphans(note);
    expect(await findRecording('odd')).toMatchObject({ state: 'interrupted', bytes: 4, durationMs: 0 });
  });

  it('are noted before they are closed, and closed although nothing can be noted', async () => {
    await createRecording(recordingRow('a'));
    await append('a', 0, 'x');
    const states: unknown[] = [];
    await closeOrphans(async (id) => {
      states.push((await findRecording(id))?.state);
      throw new DOMException('The disk is full', 'QuotaExceededError');
    });
    expect(states).toEqual(['recording']);
    expect(await findRecording('a')).toMatchObject({ state: 'interrupted' });
  });

  it('are closed although another can’t be, which is left for the next time', async () => {
    await createRecording(recordingRow('newer', { createdAt: 3 }));
    await append('newer', 0, 'x');
    await createRecording(recordingRow('broken', { createdAt: 2 }));
    await append('broken', 0, 'x');
    await createRecording(recordingRow('older', { createdAt: 1 }));
    await append('older', 0, 'x');
    const put = vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(function (
      this: IDBObjectStore,
      row,
    ) {
      if (row.id === 'broken') throw new DOMException('', 'QuotaExceededError');
      return original.call(this, row);
    });
    const stateOf = async (id: string) => (await findRecording(id))?.state;
    await closeOrphans(note);
    expect(await Promise.all(['newer', 'broken', 'older'].map(stateOf))).toEqual([
      'interrupted',
      'recording',
      'interrupted',
    ]);
    put.mockRestore();
    await closeOrphans(note);
    expect(await stateOf('broken')).toBe('interrupted');
  });

  it('are not made of a recording that its recorder has completed', async () => {
    await createRecording(recordingRow('a', { state: 'complete', bytes: 1 }));
    await closeWhenReleased('a', note);
    await closeWhenReleased('gone', note);
    expect(noted).toEqual([]);
    expect(await findRecording('a')).toMatchObject({ state: 'complete' });
  });
});

describe('a thumbnail', () => {
  const picture = new Blob(['picture'], { type: 'image/webp' });

  it('is kept until its recording is deleted', async () => {
    await createRecording(recordingRow('a'));
    await createRecording(recordingRow('b'));
    expect(await readThumbnail('a')).toBeUndefined();
    await saveThumbnail('a', new Blob(['earlier']));
    await saveThumbnail('a', picture);
    await saveThumbnail('b', picture);
    expect(await (await readThumbnail('a'))?.text()).toBe('picture');
    await deleteRecording('a');
    expect(await readThumbnail('a')).toBeUndefined();
    expect(await (await readThumbnail('b'))?.text()).toBe('picture');
  });

  it('of a recording that was deleted is not kept', async () => {
    await saveThumbnail('gone', picture);
    expect(await readThumbnail('gone')).toBeUndefined();
  });
});
