import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { OpenedFile } from '../container/open-file';
import { FailureError } from '../domain/failure';
import { createOpenedFiles, type OpenedFilesDeps } from './opened-files';

const opened: OpenedFile = {
  container: 'webm',
  faults: [{ what: 'no-duration' }],
  file: new Blob(['file']),
  media: new Blob(['media']),
  durationMs: 1000,
  mimeType: 'video/webm;codecs=vp9,opus',
  format: 'webm-vp9',
  width: 2,
  height: 2,
  hasAudio: true,
  events: [{ what: 'chapter', atMs: 500, label: 'Part 2' }],
};

const asFile = (name: string) => ({ name, file: new File(['bytes'], name) });

function create(changes: Partial<OpenedFilesDeps> = {}) {
  const deps = {
    open: vi.fn<OpenedFilesDeps['open']>(async () => opened),
    add: vi.fn<OpenedFilesDeps['add']>(async () => 'id'),
    urls: { create: vi.fn(() => 'blob:1'), revoke: vi.fn() },
    download: vi.fn(),
    repairedName: (name: string) => `${name} (repaired)`,
    posterOf: vi.fn<OpenedFilesDeps['posterOf']>(async () => new Blob(['picture'])),
    measurePeaks: vi.fn(async () => Uint8Array.of(7)),
    makePictures: vi.fn(async () => [{ atMs: 1, picture: new Blob() }]),
    isFree: () => true,
    onPlay: vi.fn(),
    onAdded: vi.fn(),
  };
  const files = createOpenedFiles({ ...deps, ...changes });
  const openOne = async (name = 'One.webm') => {
    files.open([asFile(name)]);
    const [file] = files.files.value;
    if (file === undefined) throw new Error('It is missing');
    await vi.waitFor(() => expect(file.state.value.what).toBe('open'));
    return file;
  };
  return { deps, files, openOne };
}

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout'] }));
afterEach(() => void vi.useRealTimers());

test('a single file is played at once; of several, none', async () => {
  const { files, deps, openOne } = create();
  const one = await openOne();
  expect(files.played.value).toBe(one);
  expect(deps.onPlay).toHaveBeenCalledOnce();
  files.close(one);
  expect(files.played.value).toBeUndefined();
  files.open([asFile('a'), asFile('b')]);
  await vi.waitFor(() =>
    expect(files.files.value.map(({ state }) => state.value.what)).toEqual(['open', 'open']),
  );
  expect(files.played.value).toBeUndefined();
});

test('a file that was read while the user does something else waits to be played', async () => {
  const { files, deps, openOne } = create({ isFree: () => false });
  const file = await openOne();
  expect(files.played.value).toBeUndefined();
  expect(deps.onPlay).not.toHaveBeenCalled();
  files.play(file);
  expect(files.played.value).toBe(file);
});

test('files are read one after another; one that was closed meanwhile isn’t read', async () => {
  const answers: ((file: OpenedFile) => void)[] = [];
  const open = vi.fn(() => new Promise<OpenedFile>((resolve) => answers.push(resolve)));
  const { files } = create({ open });
  files.open([asFile('a'), asFile('b'), asFile('c')]);
  const [, b, c] = files.files.value;
  await vi.waitFor(() => expect(open).toHaveBeenCalledOnce());
  expect(b?.state.value).toEqual({ what: 'waiting' });
  if (b !== undefined) files.close(b);
  answers[0]?.(opened);
  await vi.waitFor(() => expect(c?.state.value.what).toBe('reading'));
  expect(open).toHaveBeenCalledTimes(2);
});

test('closing a file ends its reading', async () => {
  let signal: AbortSignal | undefined;
  const { files } = create({
    open: (_, __, given) => {
      signal = given;
      return new Promise((_resolve, reject) => given.addEventListener('abort', () => reject(given.reason)));
    },
  });
  files.open([asFile('a')]);
  await vi.waitFor(() => expect(signal).toBeDefined());
  const [file] = files.files.value;
  if (file !== undefined) files.close(file);
  expect(signal?.aborted).toBe(true);
  expect(files.files.value).toEqual([]);
});

test('a folder, and what can’t be opened, is refused with the reason', async () => {
  const { files } = create({ open: () => Promise.reject(new FailureError('file-not-media')) });
  files.open([{ name: 'Videos' }, asFile('a.txt')]);
  const states = () => files.files.value.map(({ state }) => state.value);
  await vi.waitFor(() =>
    expect(states()).toEqual([
      { what: 'refused', failure: { code: 'file-is-folder' } },
      { what: 'refused', failure: { code: 'file-not-media' } },
    ]),
  );
});

test('saves under a name that every file system accepts; its URL outlives the card by a minute', async () => {
  const { files, deps, openOne } = create();
  const file = await openOne('Call 12:30.mkv');
  await files.save(file);
  expect(deps.download).toHaveBeenCalledWith('blob:1', 'Call 12.30 (repaired).webm');
  files.close(file);
  expect(deps.urls.revoke).not.toHaveBeenCalled();
  vi.advanceTimersByTime(60_000);
  expect(deps.urls.revoke).toHaveBeenCalledWith('blob:1');
});

test('a file that changed on the disk isn’t saved, nor played on, and the reason is known', async () => {
  const gone = new Blob(['media']);
  const read = vi.fn<Blob['arrayBuffer']>(async () => new ArrayBuffer(1));
  gone.slice = () => Object.assign(new Blob(), { arrayBuffer: read });
  const { files, deps, openOne } = create({ open: async () => ({ ...opened, media: gone }) });
  const file = await openOne();
  await files.onHeldUp(file);
  expect(files.played.value, 'its codec is the reason').toBe(file);
  read.mockRejectedValue(new DOMException('', 'NotReadableError'));
  await files.save(file);
  expect(deps.download).not.toHaveBeenCalled();
  expect(file.state.value).toMatchObject({ unreadable: { code: 'file-unreadable' } });
  await files.onHeldUp(file);
  expect(files.played.value).toBeUndefined();
  read.mockResolvedValue(new ArrayBuffer(1));
  await files.save(file);
  expect(deps.download).toHaveBeenCalledOnce();
  expect(file.state.value).not.toHaveProperty('unreadable');
});

test('adds a file with its progress and a picture, and asks before the page closes meanwhile', async () => {
  let finish = (_id: string) => {};
  const add = vi.fn<OpenedFilesDeps['add']>((_, onSaved) => {
    onSaved(3);
    return new Promise((resolve) => {
      finish = resolve;
    });
  });
  const { deps, files, openOne } = create({ add });
  const file = await openOne();
  const adding = files.add(file);
  expect(file.state.value).toMatchObject({ copy: { what: 'adding', done: 0 } });
  await vi.waitFor(() => expect(file.state.value).toMatchObject({ copy: { what: 'adding', done: 3 } }));
  expect(add.mock.lastCall?.[0]).toMatchObject({ name: 'One', picture: expect.any(Blob) });
  expect(files.isBusy.value).toBe(true);
  void files.add(file);
  finish('new');
  await adding;
  expect(file.state.value).toMatchObject({ copy: { what: 'added' } });
  expect(deps.onAdded).toHaveBeenCalledOnce();
  expect(files.isBusy.value).toBe(false);
});

test('a copy can be canceled, and can fail; both can be tried again', async () => {
  const add = vi.fn<OpenedFilesDeps['add']>(
    (_, __, signal) => new Promise((resolve) => signal.addEventListener('abort', () => resolve(undefined))),
  );
  const { files, deps, openOne } = create({ add });
  const file = await openOne();
  const canceled = files.add(file);
  files.cancel(file);
  await canceled;
  expect(file.state.value).toMatchObject({ copy: { what: 'none' } });
  expect(add, 'it was canceled while the picture was taken').not.toHaveBeenCalled();
  expect(deps.posterOf.mock.lastCall?.[1].aborted, 'the picture is given up, too').toBe(true);
  const adding = files.add(file);
  await vi.waitFor(() => expect(add).toHaveBeenCalledOnce());
  files.cancel(file);
  await adding;
  expect(file.state.value).toMatchObject({ copy: { what: 'none' } });
  add.mockRejectedValueOnce(new FailureError('file-unreadable'));
  await files.add(file);
  expect(file.state.value).toMatchObject({ copy: { what: 'failed', failure: { code: 'file-unreadable' } } });
  add.mockResolvedValueOnce('new');
  deps.posterOf.mockRejectedValueOnce(new Error('no frame'));
  await files.add(file);
  expect(file.state.value).toMatchObject({ copy: { what: 'added' } });
});

test('its player shows the audio, which is measured, and no slices', async () => {
  const { files, deps } = create();
  const source = files.timelineOf(opened);
  expect(source.hasAudio).toBe(true);
  expect(source.stored.value).toMatchObject({ durationMs: 1000, events: opened.events });
  const { signal } = new AbortController();
  expect(await source.measurePeaks(signal)).toEqual(Uint8Array.of(7));
  expect(deps.measurePeaks).toHaveBeenCalledWith(opened.file, signal);
});
