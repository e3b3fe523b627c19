import { unzipSync } from 'fflate';
import { afterEach, describe, expect, it } from 'vitest';
import type { Recording } from '../domain/recording';
import { recordingRow } from '../storage/testing/recording';
import { saveAsZip, saveToFolder } from './save-files';

/** A folder in memory, as far as saving needs it. A file has its bytes once it was closed. */
function fakeFolder(options: { readonly fullAfter?: number } = {}) {
  const files = new Map<string, Uint8Array>();
  let written = 0;
  const handle = (name: string) =>
    ({
      async createWritable() {
        const chunks: Uint8Array[] = [];
        return new WritableStream<Uint8Array>({
          write(chunk) {
            written += chunk.length;
            if (written > (options.fullAfter ?? Number.POSITIVE_INFINITY))
              throw new DOMException('No space', 'QuotaExceededError');
            chunks.push(chunk);
          },
          async close() {
            files.set(name, new Uint8Array(await new Blob(chunks as BlobPart[]).arrayBuffer()));
          },
        });
      },
      getFile: async () => new Blob([(files.get(name) ?? new Uint8Array()) as BlobPart]),
      remove: async () => void files.delete(name),
    }) as unknown as FileSystemFileHandle;
  const folder = {
    async getFileHandle(name: string, { create = false } = {}) {
      // As Chromium does in a folder of the user's.
      if (/\p{Cf}/u.test(name)) throw new TypeError('Name is not allowed.');
      if (name === 'folder.webm') throw new DOMException('A folder', 'TypeMismatchError');
      if (!create && !files.has(name)) throw new DOMException('Not there', 'NotFoundError');
      if (!files.has(name)) files.set(name, new Uint8Array());
      return handle(name);
    },
  } as FileSystemDirectoryHandle;
  const contents = () =>
    Object.fromEntries([...files].map(([name, bytes]) => [name, new TextDecoder().decode(bytes)]));
  return { folder, files, file: handle, contents };
}

const named = (id: string, name: string) => recordingRow(id, { name });
/** The recordings that are open. */
const opened = new Set<string>();
const open = async ({ id }: Recording) => {
  opened.add(id);
  const file = new Blob(id === 'empty' ? [] : [`media of ${id}`]);
  return { file, close: async () => void opened.delete(id) };
};
const goOn = async () => true;

afterEach(() => expect([...opened], 'each is closed').toEqual([]));

it('saves under a name that the folder accepts, and what comes after it', async () => {
  const { folder, files } = fakeFolder();
  await saveToFolder(folder, [named('1', '\u{1f469}\u200d\u{1f4bb}'), named('2', 'B')], open, goOn);
  expect([...files.keys()]).toEqual(['\u{1f469}\u{1f4bb}.webm', 'B.webm']);
});

it('leaves out a recording whose bytes can’t be read, and saves the others', async () => {
  const { folder, files } = fakeFolder();
  const gone = new DOMException('gone', 'NotReadableError');
  const broken = { size: 9, stream: () => new ReadableStream({ pull: (to) => to.error(gone) }) };
  const openOne = async (recording: Recording) => {
    const known = await open(recording);
    // Only its size is read, and its stream.
    return recording.id === 'broken' ? { ...known, file: broken as unknown as Blob } : known;
  };
  const all = [named('1', 'A'), named('broken', 'X'), named('2', 'B')];
  await expect(saveToFolder(folder, all, openOne, goOn)).rejects.toMatchObject({
    failure: { code: 'recordings-unreadable', detail: 'X.webm: NotReadableError: gone' },
  });
  expect([...files.keys()]).toEqual(['A.webm', 'B.webm']);
});

it('saves in a folder, over no other file, and not as a folder', async () => {
  const { folder, files, contents } = fakeFolder();
  files.set('A.webm', new TextEncoder().encode('old'));
  const reports: object[] = [];
  await saveToFolder(
    folder,
    [named('1', 'A'), named('2', 'A'), named('3', 'folder')],
    open,
    async (progress) => {
      reports.push(progress);
      return true;
    },
  );
  expect(contents()).toEqual({
    'A.webm': 'old',
    'A (2).webm': 'media of 1',
    'A (3).webm': 'media of 2',
    'folder (2).webm': 'media of 3',
  });
  expect(reports.at(-1)).toEqual({ saved: 3, bytes: 30 });
});

it('saves as a zip, under different names', async () => {
  const { file, files } = fakeFolder();
  await saveAsZip(file('all.zip'), [named('1', 'A'), named('2', 'a')], open, goOn);
  const entries = Object.entries(unzipSync(files.get('all.zip') ?? new Uint8Array()));
  expect(entries.map(([name, bytes]) => [name, new TextDecoder().decode(bytes)])).toEqual([
    ['A.webm', 'media of 1'],
    ['a (2).webm', 'media of 2'],
  ]);
});

const captions = [{ startMs: 1000, endMs: 2000, text: 'Hello' }];
const vtt = 'WEBVTT\n\n00:00:01.000 --> 00:00:02.000\nHello\n';

it('saves captions beside their recording, under its name', async () => {
  const { folder, file, files, contents } = fakeFolder();
  const recordings = [recordingRow('1', { name: 'A', captions }), recordingRow('2', { name: 'A' })];
  files.set('A.webm', new TextEncoder().encode('old'));
  await saveToFolder(folder, recordings, open, goOn);
  expect(contents()).toEqual({
    'A.webm': 'old',
    'A (2).webm': 'media of 1',
    'A (2).vtt': vtt,
    'A (3).webm': 'media of 2',
  });
  const both = recordings.map((recording) => ({ ...recording, captions }));
  await saveAsZip(file('all.zip'), both, open, goOn);
  const entries = Object.entries(unzipSync(files.get('all.zip') ?? new Uint8Array()));
  expect(entries.map(([name]) => name)).toEqual(['A.webm', 'A.vtt', 'A (2).webm', 'A (2).vtt']);
  expect(new TextDecoder().decode(entries[1]?.[1])).toBe(vtt);
});

it('ends when it is told to, and leaves nothing of the file that is being written', async () => {
  const { folder, file, contents } = fakeFolder();
  const untilSecond = async ({ saved }: { readonly saved: number }) => saved < 1;
  const recordings = [named('1', 'A'), named('2', 'B')];
  await expect(saveToFolder(folder, recordings, open, untilSecond)).rejects.toMatchObject({
    name: 'AbortError',
  });
  expect(contents()).toEqual({ 'A.webm': 'media of 1' });
  await expect(saveAsZip(file('all.zip'), recordings, open, untilSecond)).rejects.toThrow();
  expect(Object.keys(contents())).toEqual(['A.webm']);
});

it('explains what the disk refuses, and leaves nothing of that file', async () => {
  const { folder, file, contents } = fakeFolder({ fullAfter: 15 });
  const recordings = [named('1', 'A'), named('2', 'B')];
  const failed = { failure: { code: 'files-not-saved', detail: expect.stringContaining('No space') } };
  await expect(saveToFolder(folder, recordings, open, goOn)).rejects.toMatchObject(failed);
  expect(contents()).toEqual({ 'A.webm': 'media of 1' });
  await expect(saveAsZip(file('all.zip'), recordings, open, goOn)).rejects.toMatchObject(failed);
  expect(contents()).toEqual({ 'A.webm': 'media of 1' });
});

describe.each(['folder', 'zip'] as const)('a recording without media, in a %s', (kind) => {
  const save = ({ folder, file }: ReturnType<typeof fakeFolder>, recordings: readonly Recording[]) =>
    kind === 'folder'
      ? saveToFolder(folder, recordings, open, goOn)
      : saveAsZip(file('all.zip'), recordings, open, goOn);
  const failed = { failure: { code: 'recordings-unreadable', detail: 'A.webm: no media' } };

  it('is reported, and the others are saved', async () => {
    const world = fakeFolder();
    const recordings = [named('1', 'A'), named('empty', 'A'), named('2', 'B')];
    await expect(save(world, recordings)).rejects.toMatchObject(failed);
    const zip = world.files.get('all.zip');
    const names =
      kind === 'folder' ? [...world.files.keys()] : Object.keys(unzipSync(zip ?? new Uint8Array()));
    expect(names).toEqual(['A.webm', 'B.webm']);
  });

  it('leaves nothing if it is the only one', async () => {
    const world = fakeFolder();
    await expect(save(world, [named('empty', 'A')])).rejects.toMatchObject(failed);
    expect(world.contents()).toEqual({});
  });
});
