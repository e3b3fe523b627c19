import 'fake-indexeddb/auto';
import { deleteDB, openDB } from 'idb';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { failure } from '../domain/failure';
import { deleteRecording } from './delete-recording';
import { changeFolder, type KnownFolder, readFolder, saveFolder } from './folder';
import { changeCopy, forgetCopy, listCopies, onCopiesChanged, retryCopies } from './folder-copies';
import { createRecording, listAll, updateRecording } from './recordings';
import { closeWhenReleased } from './recovery';
import { appendSlice } from './slices';
import { recordingRow } from './testing/recording';

vi.stubGlobal('navigator', {
  locks: {
    request: async (name: string, ...rest: ((lock: object) => unknown)[]) => rest.at(-1)?.({ name }),
  },
});

const channelName = 'timeslice:folder-copies';

/** Clonable, as a handle is. */
const handle = { kind: 'directory', name: 'Team' } as FileSystemDirectoryHandle;
const folder: KnownFolder = { handle, name: 'Team', pattern: '{title}', isOn: true };

const states = async () => (await listCopies()).map(({ recordingId, state }) => [recordingId, state]);

beforeEach(async () => {
  await deleteDB('timeslice');
});

describe('the folder', () => {
  it('is kept with its handle, and changed', async () => {
    expect(await readFolder()).toBeUndefined();
    await saveFolder(folder);
    expect(await readFolder()).toMatchObject(folder);
    await changeFolder({ pattern: '{date}', isOn: false });
    expect(await readFolder()).toMatchObject({ ...folder, pattern: '{date}', isOn: false });
  });

  it('is none without a handle; other fields fall back alone', async () => {
    await changeFolder({ isOn: true });
    expect(await readFolder()).toBeUndefined();
    await saveFolder({ ...folder, pattern: 7 as unknown as string });
    expect(await readFolder()).toMatchObject({ name: 'Team', pattern: '{title} {date} {time}', isOn: true });
    for (const wrong of ['Team', {}, { kind: 'file', name: 'Team' }]) {
      await saveFolder({ ...folder, handle: wrong as FileSystemDirectoryHandle });
      expect(await readFolder()).toBeUndefined();
    }
  });
});

describe('a copy is queued', () => {
  it('when a recording is finished, if the folder is on, in the same transaction', async () => {
    await saveFolder(folder);
    await createRecording(recordingRow('a'));
    expect(await states()).toEqual([]);
    await updateRecording('a', { bytes: 1 });
    expect(await states()).toEqual([]);
    await updateRecording('a', { state: 'complete' });
    expect(await states()).toEqual([['a', 'queued']]);
  });

  it('when an interrupted one is recovered', async () => {
    await saveFolder(folder);
    await createRecording(recordingRow('a'));
    await appendSlice({ recordingId: 'a', sequence: 0, blob: new Blob(['x']), coversMs: 1, totalBytes: 1 });
    await closeWhenReleased('a', async () => undefined);
    expect((await listAll())[0]?.state).toBe('interrupted');
    expect(await states()).toEqual([['a', 'queued']]);
  });

  it('not if the folder is off, unless the user chose it for this recording', async () => {
    await saveFolder({ ...folder, isOn: false });
    await createRecording(recordingRow('a'));
    await updateRecording('a', { state: 'complete' });
    expect(await states()).toEqual([]);
    await createRecording(recordingRow('b'), true);
    await updateRecording('b', { state: 'complete' });
    expect(await states()).toEqual([['b', 'queued']]);
  });

  it('once: what is known of it stays', async () => {
    await saveFolder(folder);
    await createRecording(recordingRow('a'), true);
    await changeCopy('a', { type: 'begin' });
    await updateRecording('a', { state: 'complete' });
    expect(await states()).toEqual([['a', 'copying']]);
  });

  it('and goes with the recording', async () => {
    await createRecording(recordingRow('a'), true);
    const changed = vi.fn();
    const end = onCopiesChanged(changed);
    await deleteRecording('a');
    expect(await states()).toEqual([]);
    await vi.waitFor(() => expect(changed, 'the pages learn of it').toHaveBeenCalled(), { timeout: 30_000 });
    end();
  });
});

describe('copies', () => {
  it('change as they may, and are tried again together', async () => {
    for (const id of ['a', 'b', 'c']) await createRecording(recordingRow(id), true);
    await changeCopy('a', { type: 'not-allowed' });
    await changeCopy('b', { type: 'failed', failure: failure('folder-full') });
    await changeCopy('c', { type: 'begin' });
    await changeCopy('c', { type: 'named', fileName: 'c.webm' });
    expect(await changeCopy('c', { type: 'saved' })).toMatchObject({ state: 'saved', fileName: 'c.webm' });
    expect(await states()).toEqual([
      ['a', 'waiting'],
      ['b', 'failed'],
      ['c', 'saved'],
    ]);
    await retryCopies();
    expect(await states()).toEqual([
      ['a', 'queued'],
      ['b', 'queued'],
      ['c', 'saved'],
    ]);
    await forgetCopy('a');
    expect(await changeCopy('a', { type: 'begin' })).toBeUndefined();
  });

  it('are announced when they change, and only then', async () => {
    const posted = vi.spyOn(BroadcastChannel.prototype, 'postMessage');
    const announced = () =>
      posted.mock.contexts.filter(
        (channel) => channel instanceof BroadcastChannel && channel.name === channelName,
      );
    const changed = vi.fn();
    const end = onCopiesChanged(changed);
    await createRecording(recordingRow('a'), true);
    await retryCopies();
    expect(announced()).toHaveLength(0);
    await changeCopy('a', { type: 'begin' });
    expect(announced()).toHaveLength(1);
    await vi.waitFor(() => expect(changed).toHaveBeenCalledOnce(), { timeout: 30_000 });
    end();
    posted.mockRestore();
  });

  it('that can’t be read are made again, under the same name', async () => {
    await saveFolder(folder);
    await createRecording(recordingRow('a'));
    await createRecording(recordingRow('b'));
    const database = await openDB('timeslice');
    await database.put('folderCopies', { recordingId: 'a', state: 'lost' });
    await database.put('folderCopies', {
      recordingId: 'b',
      queuedAt: 7,
      state: 'saved too',
      fileName: 'b.webm',
    });
    database.close();
    await updateRecording('a', { state: 'complete' });
    const [a, b] = [
      { recordingId: 'a', queuedAt: 0 },
      { recordingId: 'b', queuedAt: 7, fileName: 'b.webm' },
    ];
    expect(await listCopies()).toEqual([a, b].map((copy) => ({ ...copy, state: 'queued' })));
    await changeCopy('b', { type: 'begin' });
    expect(await changeCopy('b', { type: 'saved' })).toEqual({ ...b, state: 'saved' });
  });

  it('are none in a database that an unknown version has made without them', async () => {
    const other = await openDB('timeslice', 9, {
      upgrade(upgrading) {
        upgrading.createObjectStore('media', { keyPath: 'id' });
        upgrading.createObjectStore('clips', { keyPath: 'id' });
        upgrading.createObjectStore('slices', { keyPath: ['recordingId', 'sequence'] });
      },
    });
    other.close();
    await createRecording(recordingRow('a'), true);
    await updateRecording('a', { state: 'complete' });
    expect(await readFolder()).toBeUndefined();
    expect(await states()).toEqual([]);
    await retryCopies();
    await expect(saveFolder(folder)).rejects.toMatchObject({ name: 'NotFoundError' });
    await deleteRecording('a');
    expect(await listAll()).toEqual([]);
  });
});
