import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Clip, MediaRange } from '../domain/clip';
import { adoptLost } from './adoption';
import { createClips, type NewClip } from './create-clips';
import { openDatabase } from './database';
import { deleteRecording } from './delete-recording';
import { deleteHidden, hideRecordings, unhideRecordings } from './deletion';
import { bytesFreedBy } from './freed-bytes';
import { inspectMedia } from './inspection';
import { recordingLock } from './locks';
import { openMedia, openPieces } from './media';
import {
  createRecording,
  findRecording,
  listAll,
  listRecordings,
  markIntact,
  onRecordingsChanged,
  updateRecording,
} from './recordings';
import { listClosed } from './recovery';
import { appendSlice, readSlices } from './slices';
import { readStoryboard, saveStoryboard } from './storyboard';
import { recordingRow } from './testing/recording';
import { readThumbnail, readThumbnails, saveThumbnail } from './thumbnails';

const createClip = async (clip: NewClip) => (await createClips([clip]))[0] ?? '';

/** Node 20 has no Web Locks: those named in `held` are held. */
const held = new Set<string>();
vi.stubGlobal('navigator', {
  locks: {
    request: async (name: string, ...rest: ((lock: object | null) => unknown)[]) =>
      rest.at(-1)?.(held.has(name) ? null : { name }),
    query: async () => ({ held: [...held].map((name) => ({ name })) }),
  },
});

const stores = ['clips', 'media', 'slices', 'thumbnails'] as const;

/** The keys of all rows, by object store. */
async function keys(): Promise<Record<string, unknown[]>> {
  const database = await openDatabase();
  const all = stores.map(async (store) => [store, await database.getAllKeys(store)] as const);
  return Object.fromEntries(await Promise.all(all));
}

/** Writes a clip as something else may have damaged it. */
async function putClip(row: object): Promise<void> {
  await (await openDatabase()).put('clips', row as Clip);
}

const cut = (mediaId: string, name = 'Cut') =>
  createClip({ name, ranges: [{ mediaId, startMs: 1000, endMs: 3000 }], durationMs: 2000, bytes: 40 });

beforeEach(async () => {
  held.clear();
  const database = await openDatabase();
  await Promise.all(stores.map((store) => database.clear(store)));
  for (const [id, bytes] of [
    ['a', 100],
    ['b', 50],
  ] as const) {
    await createRecording(recordingRow(id, { state: 'complete', durationMs: 9000, bytes, isIntact: true }));
    await appendSlice({
      recordingId: id,
      sequence: 0,
      blob: new Blob([id]),
      coversMs: 9000,
      totalBytes: bytes,
    });
    await saveThumbnail(id, new Blob([id]));
  }
});

describe('a new clip', () => {
  it('shares the media, and copies none of it', async () => {
    const id = await cut('a');
    expect(await keys()).toEqual({
      clips: ['a', 'b', id].toSorted(),
      media: ['a', 'b'],
      slices: [
        ['a', 0],
        ['b', 0],
      ],
      thumbnails: ['a', 'b'],
    });
    const found = await findRecording(id);
    expect(found).toMatchObject({
      id,
      name: 'Cut',
      durationMs: 2000,
      bytes: 40,
      format: 'webm-vp9',
      isIntact: true,
    });
    expect(found?.createdAt).toBeGreaterThan(1);
    expect((await listAll()).map((recording) => recording.id).slice(0, 1), 'the newest').toEqual([id]);
  });

  it('is written with strict durability, and announced', async () => {
    const transaction = vi.spyOn(IDBDatabase.prototype, 'transaction');
    const heard = new Promise<void>((resolve) => {
      const stop = onRecordingsChanged(() => {
        stop();
        resolve();
      });
    });
    await cut('a');
    await heard;
    expect(transaction).toHaveBeenCalledWith(['clips', 'media'], 'readwrite', { durability: 'strict' });
    transaction.mockRestore();
  });

  it('is refused if any of its media is gone or still being recorded, and nothing is written', async () => {
    await createRecording(recordingRow('running'));
    const before = await keys();
    const join = (mediaId: string) => createClip({ name: 'Joined', ranges: [{ mediaId: 'a' }, { mediaId }] });
    await expect(join('gone')).rejects.toMatchObject({
      failure: { code: 'recording-not-found', detail: 'gone' },
    });
    held.add(recordingLock('running'));
    await expect(join('running')).rejects.toMatchObject({ failure: { code: 'still-recording' } });
    expect(await keys()).toEqual(before);
    // Its recorder has died.
    held.clear();
    const joined = await join('running');
    expect((await keys())['clips']).toContain(joined);
  });

  it('is refused if media is gone that its own new media continues with, and nothing is written', async () => {
    const { ranges: _, ...media } = recordingRow('piece', { state: 'complete' });
    const slice = { recordingId: 'piece', sequence: 0, blob: new Blob(['p']), coversMs: 1, totalBytes: 1 };
    const clip = { name: 'Exact', ranges: [{ mediaId: 'piece' }, { mediaId: 'a', startMs: 1000 }] };
    await deleteRecording('a');
    const before = await keys();
    await expect(createClips([clip], [{ media, slice }])).rejects.toMatchObject({
      failure: { code: 'recording-not-found', detail: 'a' },
    });
    expect(await keys()).toEqual(before);
  });

  it('is refused without a valid range', async () => {
    for (const ranges of [[], [{ mediaId: 'a', startMs: 5, endMs: 5 }], [{ mediaId: 'a' }, { mediaId: '' }]])
      await expect(createClip({ name: '', ranges })).rejects.toBeInstanceOf(RangeError);
  });

  it('that is a part says nothing of how its media ended, and is as intact as all of its media', async () => {
    await updateRecording('a', {
      state: 'interrupted',
      failure: { code: 'tab-closed' },
    });
    const joined = await createClip({ name: 'Joined', ranges: [{ mediaId: 'a' }, { mediaId: 'b' }] });
    const found = await findRecording(joined);
    expect(found).toMatchObject({ state: 'complete', isIntact: true });
    expect(found).not.toHaveProperty('failure');
    await markIntact('b', false);
    expect(await findRecording(joined)).not.toHaveProperty('isIntact');
    await markIntact(joined, true);
    expect(await findRecording('b')).toMatchObject({ isIntact: true });
    expect((await listClosed()).recordings.find(({ id }) => id === joined)).toMatchObject({
      state: 'complete',
    });
  });

  it('that is a part has the gaps in its ranges, each at its new time', async () => {
    const marks = [1000, 2500, 3000, 8000].map((atMs) => ({ atMs, gapMs: atMs / 10 }));
    await updateRecording('a', { marks });
    const ranges = [
      { mediaId: 'a', startMs: 1000, endMs: 3000 },
      { mediaId: 'b' },
      { mediaId: 'a', startMs: 7000 },
    ];
    expect((await findRecording(await createClip({ name: '', ranges })))?.marks).toEqual([
      { atMs: 1500, gapMs: 250 },
      { atMs: 2000 + 9000 + 1000, gapMs: 800 },
    ]);
    const without = await createClip({ name: '', ranges: [{ mediaId: 'a', startMs: 3000, endMs: 8000 }] });
    expect(await findRecording(without)).not.toHaveProperty('marks');
  });

  it('of all of some media knows what that knows', async () => {
    const again = await createClip({ name: 'Again', ranges: [{ mediaId: 'a' }] });
    const { id: _id, name: _name, createdAt: _createdAt, ...facts } = (await findRecording('a')) ?? {};
    expect(await findRecording(again)).toMatchObject(facts);
    expect(await (await openMedia(recordingRow(again, { ranges: [{ mediaId: 'a' }] }))).file.text()).toBe(
      'a',
    );
  });

  it('is renamed and hidden alone', async () => {
    const id = await cut('a');
    await updateRecording(id, { name: 'Renamed' });
    await hideRecordings([id]);
    expect((await listRecordings()).map(({ name }) => name).toSorted()).toEqual(['a', 'b']);
    await unhideRecordings([id]);
    expect((await listRecordings()).map(({ name }) => name).toSorted()).toEqual(['Renamed', 'a', 'b']);
  });
});

describe('deletion', () => {
  it('keeps media that another clip needs, in either order', async () => {
    const first = await cut('a');
    await deleteRecording('a');
    expect(await keys()).toEqual({
      clips: ['b', first].toSorted(),
      media: ['a', 'b'],
      slices: [
        ['a', 0],
        ['b', 0],
      ],
      // The cut shows that of its media.
      thumbnails: ['a', 'b'],
    });
    const shown = await readThumbnails([
      { id: first, ranges: [{ mediaId: 'a' }] },
      recordingRow('b'),
      recordingRow('c'),
      { id: 'exact', ranges: [{ mediaId: 'piece' }, { mediaId: 'a', startMs: 1000 }] },
    ]);
    expect([...shown.keys()]).toEqual([first, 'b', 'exact']);
    expect(await shown.get(first)?.text()).toBe('a');
    expect(await shown.get('exact')?.text()).toBe('a');
    const database = await openDatabase();
    await database.put('thumbnails', { recordingId: first, picture: 'a' } as never);
    expect(await readThumbnail(first), 'a row that is damaged').toBeUndefined();
    await database.delete('thumbnails', first);
    expect(await findRecording(first)).toMatchObject({ name: 'Cut', format: 'webm-vp9' });
    await deleteRecording(first);
    expect(await keys()).toEqual({ clips: ['b'], media: ['b'], slices: [['b', 0]], thumbnails: ['b'] });

    const second = await cut('b');
    await deleteRecording(second);
    expect(await readSlices('b')).toHaveLength(1);
    expect(await (await readThumbnail('b'))?.text()).toBe('b');
    await deleteRecording('b');
    expect(await keys()).toEqual({ clips: [], media: [], slices: [], thumbnails: [] });
  });

  it('of a clip of several media deletes those that only it needs', async () => {
    const joined = await createClip({ name: 'Joined', ranges: [{ mediaId: 'a' }, { mediaId: 'b' }] });
    await deleteRecording('a');
    await deleteRecording(joined);
    expect(await keys()).toMatchObject({ clips: ['b'], media: ['b'], slices: [['b', 0]] });
  });

  it('is one transaction: if it is aborted, nothing is gone', async () => {
    const before = await keys();
    const { delete: original } = IDBObjectStore.prototype;
    const deleting = vi.spyOn(IDBObjectStore.prototype, 'delete').mockImplementation(function (
      this: IDBObjectStore,
      query,
    ) {
      const request = original.call(this, query);
      if (this.name === 'slices') this.transaction.abort();
      return request;
    });
    await expect(deleteRecording('a')).rejects.toThrow();
    deleting.mockRestore();
    expect(await keys()).toEqual(before);
  });

  it('counts a hidden clip as needing its media until it is deleted for good', async () => {
    const id = await cut('a');
    await hideRecordings([id]);
    held.add('media:a');
    await deleteHidden();
    expect(await findRecording(id), 'its media is in use, or its deletion can be undone').toBeDefined();
    await deleteRecording('a');
    expect(await readSlices('a')).toHaveLength(1);
    held.clear();
    await deleteHidden();
    expect(await keys()).toMatchObject({ clips: ['b'], media: ['b'], slices: [['b', 0]] });
  });

  it('waits for all media of a clip', async () => {
    const joined = await createClip({ name: 'Joined', ranges: [{ mediaId: 'a' }, { mediaId: 'b' }] });
    await hideRecordings([joined]);
    held.add('media:b');
    await deleteHidden();
    expect(await findRecording(joined)).toBeDefined();
  });
});

describe('the bytes that a deletion frees', () => {
  it('are its own, unless it is a part, or another clip needs some of its media', async () => {
    expect(await bytesFreedBy(['a'])).toBeUndefined();
    expect(await bytesFreedBy(['gone'])).toBeUndefined();
    const id = await cut('a');
    expect(await bytesFreedBy(['a'])).toBe(0);
    expect(await bytesFreedBy([id])).toBe(0);
    expect(await bytesFreedBy([id], ['a']), 'the original is deleted before').toBe(100);
    const joined = await createClip({ name: 'Joined', ranges: [{ mediaId: 'a' }, { mediaId: 'b' }] });
    await deleteRecording('b');
    expect(await bytesFreedBy([joined])).toBe(50);
    await deleteRecording(joined);
    await hideRecordings([id]);
    expect(await bytesFreedBy(['a']), 'a hidden clip still needs it').toBe(0);
    expect(await bytesFreedBy(['a'], [id]), 'which is deleted before').toBeUndefined();
    await deleteRecording('a');
    expect(await bytesFreedBy([id]), 'the original, which nothing else needs any more').toBe(100);
  });

  it('are counted once if those that share media are deleted together', async () => {
    const id = await cut('a');
    expect(await bytesFreedBy(['a', id, 'b'])).toBe(150);
    expect(await bytesFreedBy(['a', 'b']), 'the cut needs the first').toBe(50);
  });
});

describe('a damaged row', () => {
  it('of a clip hides no other, and can be deleted', async () => {
    const rubbish = [
      { id: 'gone', name: 'Gone', createdAt: 5, ranges: [{ mediaId: 'gone' }] },
      { id: 'rubbish', ranges: 'x' },
      { id: 'bare' },
      { id: 'empty', name: null, ranges: [] },
      { id: 7, ranges: [{ mediaId: 'a' }] },
    ];
    for (const row of rubbish) await putClip(row);
    const found = await listRecordings();
    expect(found.map(({ id }) => id).toSorted()).toEqual(['a', 'b', 'bare', 'empty', 'gone', 'rubbish']);
    const gone = found.find(({ id }) => id === 'gone');
    expect(gone).toMatchObject({ name: 'Gone', createdAt: 5, bytes: 0, state: 'interrupted' });
    expect((await inspectMedia(gone ?? recordingRow(''))).damage).toEqual({ what: 'no-media' });
    for (const { id } of rubbish) if (typeof id === 'string') await hideRecordings([id]);
    await deleteHidden();
    expect((await listAll()).map(({ id }) => id).toSorted()).toEqual(['a', 'b']);
    expect(await keys()).toMatchObject({ media: ['a', 'b'], thumbnails: ['a', 'b'] });
  });

  it('of a clip keeps the media of the ranges that can be read', async () => {
    await putClip({ id: 'c', name: 'C', createdAt: 5, ranges: [{ mediaId: 7 }, { mediaId: 'a', endMs: 5 }] });
    await deleteRecording('a');
    expect(await readSlices('a')).toHaveLength(1);
    await deleteRecording('c');
    expect(await readSlices('a')).toEqual([]);
  });

  it('of the first clip of media still plays all of it, and keeps it from being deleted', async () => {
    const id = await cut('a');
    await putClip({ id: 'a', name: 'Damaged', ranges: 'x' });
    expect(await findRecording('a')).toMatchObject({ name: 'Damaged', bytes: 100, state: 'complete' });
    expect(await bytesFreedBy([id])).toBe(0);
    await deleteRecording(id);
    expect(await readSlices('a')).toHaveLength(1);
    await deleteRecording('a');
    expect(await readSlices('a')).toEqual([]);
  });
});

describe('what has lost a row', () => {
  it('is shown again: media without a clip, once, with everything that it knows', async () => {
    await (await openDatabase()).delete('clips', 'a');
    expect((await listRecordings()).map(({ id }) => id)).toEqual(['b']);
    await adoptLost('Found');
    await adoptLost('Found again');
    expect(await listRecordings()).toMatchObject(
      [{ id: 'b' }, { id: 'a', name: 'Found', createdAt: 1, bytes: 100, state: 'complete' }].toSorted(
        (one, other) => one.id.localeCompare(other.id),
      ),
    );
  });

  it('is not shown again if another clip plays it, hidden or not', async () => {
    await hideRecordings([await cut('a')]);
    await deleteRecording('a');
    await adoptLost('Found');
    expect((await listRecordings()).map(({ id }) => id)).toEqual(['b']);
  });

  it('is media whose row was lost: its clip keeps its name', async () => {
    await (await openDatabase()).delete('media', 'a');
    await adoptLost('Found');
    expect(await findRecording('a')).toMatchObject({ name: 'a', bytes: 100, state: 'interrupted' });
    expect(await listRecordings()).toHaveLength(2);
  });

  it('is nothing as long as no row is lost: then nothing is written', async () => {
    await cut('a');
    const transaction = vi.spyOn(IDBDatabase.prototype, 'transaction');
    await adoptLost('Found');
    expect(transaction.mock.calls.map(([, mode]) => mode)).not.toContain('readwrite');
    transaction.mockRestore();
  });

  it('is not media without a valid id', async () => {
    const database = await openDatabase();
    await database.put('media', { id: 7 } as never);
    await adoptLost('Found');
    expect(await database.getAllKeys('clips')).toEqual(['a', 'b']);
  });
});

describe('the file of a clip', () => {
  it('that is a part fails if its media isn’t what it was; its slices can be read', async () => {
    const part = recordingRow('c', { ranges: [{ mediaId: 'a', endMs: 5 }, { mediaId: 'b' }] });
    await expect(openMedia(part)).rejects.toMatchObject({ name: 'ContainerError' });
    expect(await (await openPieces(part)).text()).toBe('ab');
    expect((await inspectMedia(part)).damage).toBeUndefined();
    await (await openDatabase()).clear('slices');
    await appendSlice({ recordingId: 'a', sequence: 0, blob: new Blob(['a']), coversMs: 1, totalBytes: 1 });
    expect((await inspectMedia(part)).damage, 'in the second').toEqual({ what: 'no-media' });
  });

  it('that is a part is never replaced by raw data, with what was cut out', async () => {
    const blob = new Blob(['This is no film.']);
    await appendSlice({ recordingId: 'raw', sequence: 0, blob, coversMs: 1, totalBytes: 16 });
    const [whole, part] = [{ mediaId: 'raw' }, { mediaId: 'raw', endMs: 5 }];
    const open = (ranges: readonly MediaRange[]) => openMedia(recordingRow('raw', { ranges }));
    expect(await (await open([whole])).file.text()).toBe('This is no film.');
    await expect(open([part])).rejects.toThrow();
  });
});

describe('the storyboard', () => {
  const at = (atMs: number) => ({ atMs, picture: new Blob([String(atMs)]) });
  const texts = async (pictures: readonly { readonly picture: Blob }[]) =>
    Promise.all(pictures.map(({ picture }) => picture.text()));

  it('is in the order of its times, and loses what goes', async () => {
    await saveStoryboard('a', [at(10_000), at(2000)]);
    await saveStoryboard('a', [at(999.6)]);
    expect((await readStoryboard('a')).map(({ atMs }) => atMs)).toEqual([999.6, 2000, 10_000]);
    await saveStoryboard('a', [at(12_000)], [999.6, 2000]);
    expect(await texts(await readStoryboard('a'))).toEqual(['10000', '12000']);
    expect(await readStoryboard('b')).toEqual([]);
  });

  it('is not kept of a recording that is gone, and skips a damaged picture', async () => {
    await saveStoryboard('gone', [at(1)]);
    expect(await readStoryboard('gone')).toEqual([]);
    await saveStoryboard('a', [at(1), { atMs: -1, picture: 'none' } as never]);
    expect(await texts(await readStoryboard('a'))).toEqual(['1']);
  });

  it('is deleted with its media, and not before', async () => {
    const id = await cut('a');
    await saveStoryboard('a', [at(1)]);
    await saveStoryboard(id, [at(2)]);
    await deleteRecording('a');
    expect(await readStoryboard('a')).toHaveLength(1);
    await deleteRecording(id);
    expect(await readStoryboard('a')).toEqual([]);
    expect(await readStoryboard(id)).toEqual([]);
  });

  it('has the picture of a cut that doesn’t begin with its media', async () => {
    await saveThumbnail('a', new Blob(['beginning']));
    await saveStoryboard('a', [at(2000), at(4000), at(6000)]);
    const clips = [
      { id: 'from the start', ranges: [{ mediaId: 'a', endMs: 3000 }] },
      { id: 'later', ranges: [{ mediaId: 'a', startMs: 3000, endMs: 5000 }] },
      { id: 'exact', ranges: [{ mediaId: 'piece' }, { mediaId: 'a', startMs: 3000 }] },
      { id: 'between', ranges: [{ mediaId: 'a', startMs: 4500, endMs: 5500 }] },
      {
        id: 'last',
        ranges: [
          { mediaId: 'a', startMs: 4500, endMs: 5500 },
          { mediaId: 'a', startMs: 5900 },
        ],
      },
    ];
    const pictures = await readThumbnails(clips);
    const shown = await Promise.all(
      clips.map(async ({ id }) => [id, await pictures.get(id)?.text()] as const),
    );
    expect(Object.fromEntries(shown)).toEqual({
      'from the start': 'beginning',
      later: '4000',
      exact: '4000',
      between: 'beginning',
      last: '6000',
    });
  });
});
