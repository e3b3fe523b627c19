import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { ContainerError } from '../container/container-error';
import { openFile } from '../container/open-file';
import { type FixtureName, fixture } from '../container/testing/fixtures';
import { stopFloorBytes } from '../domain/disk-space';
import { cutPlaces } from './cut';
import { openDatabase } from './database';
import { deleteHidden, hideRecordings } from './deletion';
import { type ImportDeps, importFile } from './import-file';
import { inspectMedia } from './inspection';
import { openMedia } from './media';
import { findRecording, listAll } from './recordings';
import { closeOrphans, listClosed } from './recovery';
import { appendSlice, readSlices } from './slices';
import { readThumbnail } from './thumbnails';

/** Node 20 has no Web Locks: those that are held, by name. */
const held = new Set<string>();
vi.stubGlobal('navigator', {
  locks: {
    request: async (
      name: string,
      options: { mode?: string; ifAvailable?: boolean },
      task: (lock: unknown) => unknown,
    ) => {
      if (options.ifAvailable === true && held.has(name)) return task(null);
      held.add(name);
      try {
        return await task({ name });
      } finally {
        held.delete(name);
      }
    },
    query: async () => ({ held: [...held].map((name) => ({ name })) }),
  },
  storage: { estimate: async () => ({ quota: 2 ** 40, usage: 0 }) },
});

const read = async (blob: Blob) => new Uint8Array(await blob.arrayBuffer());

const deps: ImportDeps = { freeSpace: async () => ({ freeBytes: 2 ** 40 }), appendSlice };

async function imported(bytes: Uint8Array<ArrayBuffer>) {
  const opened = await openFile(new Blob([bytes]));
  const { media, faults, format, mimeType, width, height, hasAudio, durationMs } = opened;
  const facts = { format, mimeType, width, height, hasAudio, durationMs };
  return {
    opened,
    file: { name: 'A file', media, isWhole: faults.length === 0, ...facts },
  };
}

const stores = ['clips', 'media', 'slices'] as const;

const rows = async () => {
  const database = await openDatabase();
  return (await Promise.all(stores.map((store) => database.count(store)))).reduce(
    (sum, count) => sum + count,
  );
};

beforeEach(async () => {
  held.clear();
  const database = await openDatabase();
  await Promise.all(stores.map((store) => database.clear(store)));
});

describe.each<FixtureName>(['vp8-opus.webm', 'firefox-opus.webm', 'vp8-whole.webm', 'avc3.mp4', 'opus.mp4'])(
  '%s',
  (name) => {
    test('becomes a recording like any other', async () => {
      const { opened, file } = await imported(fixture(name));
      const steps: number[] = [];
      const id = await importFile(file, async (bytes) => steps.push(bytes) > 0, deps);
      expect(steps).toEqual([file.media.size]);
      const recording = await findRecording(id ?? '');
      expect(recording).toMatchObject({
        name: 'A file',
        source: 'file',
        state: 'complete',
        bytes: file.media.size,
        format: opened.format,
        mimeType: opened.mimeType,
      });
      expect(recording?.deletedAt).toBeUndefined();
      if (recording === undefined) throw new Error('It is missing');
      expect(Math.abs(recording.durationMs - opened.durationMs)).toBeLessThan(100);
      expect(await inspectMedia(recording)).toMatchObject({ damage: undefined, isIntact: true });
      expect(await read((await openMedia(recording)).file)).toEqual(await read(opened.file));
      expect((await cutPlaces(recording)).places.length).toBeGreaterThan(0);
      expect([...held]).toEqual([]);
    });
  },
);

test('until all of it is there, it isn’t shown, recovered or deleted; a context that ends leaves it to the next', async () => {
  const { file } = await imported(fixture('vp8-opus.webm'));
  const never = importFile(file, () => new Promise<boolean>(() => {}), deps);
  await vi.waitFor(async () => expect(await rows()).toBe(3), { timeout: 30_000 });
  const remember = vi.fn();
  await closeOrphans(remember);
  await deleteHidden();
  expect(remember).not.toHaveBeenCalled();
  expect((await listClosed()).recordings).toEqual([]);
  expect(await rows()).toBe(3);
  // The browser releases the locks of a context that has ended.
  held.clear();
  await deleteHidden();
  expect(await rows()).toBe(0);
  void never;
});

test('it has the duration that it states if its tables can’t be represented', async () => {
  const plain = await read((await openFile(new Blob([fixture('avc3.mp4')]))).file);
  const count = new TextDecoder('latin1').decode(plain).indexOf('stsz') + 12;
  new DataView(plain.buffer).setUint32(count, 2 ** 31);
  const { file, opened } = await imported(plain);
  expect(opened.faults).toEqual([]);
  const id = await importFile(file, async () => true, deps);
  expect((await findRecording(id ?? ''))?.durationMs).toBeGreaterThan(2500);
});

test('it has the chapters that came with it', async () => {
  const { file } = await imported(fixture('vp8-opus.webm'));
  const events = [{ what: 'chapter', atMs: 500, label: 'Part 2' }] as const;
  const id = await importFile({ ...file, events }, async () => true, deps);
  expect(await findRecording(id ?? '')).toMatchObject({ events });
});

test('it has the picture that came with it', async () => {
  const { file } = await imported(fixture('vp8-opus.webm'));
  const id = await importFile({ ...file, picture: new Blob(['picture']) }, async () => true, deps);
  expect(await (await readThumbnail(id ?? ''))?.text()).toBe('picture');
});

test('canceled, nothing of it is left', async () => {
  const { file } = await imported(fixture('avc3.mp4'));
  expect(await importFile(file, async () => false, deps)).toBeUndefined();
  expect(await rows()).toBe(0);
});

test('if the disk or the file fails, nothing of it is left', async () => {
  const { file } = await imported(fixture('avc3.mp4'));
  const full = new DOMException('full', 'QuotaExceededError');
  await expect(
    importFile(file, async () => true, { ...deps, appendSlice: () => Promise.reject(full) }),
  ).rejects.toBe(full);
  expect(await rows()).toBe(0);

  const changed = new Blob([fixture('avc3.mp4').slice(0, 100)]);
  await expect(importFile({ ...file, media: changed }, async () => true, deps)).rejects.toBeInstanceOf(
    ContainerError,
  );
  expect(await rows()).toBe(0);
});

test('what an earlier attempt could not delete is deleted first', async () => {
  const { file } = await imported(fixture('avc3.mp4'));
  const left = await importFile(file, async () => true, deps);
  await hideRecordings([left ?? '']);
  const freeSpace = async () => ({
    freeBytes: (await findRecording(left ?? '')) === undefined ? 2 ** 40 : 0,
  });
  const id = await importFile(file, async () => true, { ...deps, freeSpace });
  expect((await listAll()).map((recording) => recording.id)).toEqual([id]);
});

test('the space is checked before, and before each slice', async () => {
  const { file } = await imported(fixture('avc3.mp4'));
  const freeBytes = stopFloorBytes + file.media.size - 1;
  const none = { ...deps, freeSpace: async () => ({ freeBytes }) };
  await expect(importFile(file, async () => true, none)).rejects.toMatchObject({
    failure: { code: 'file-no-room' },
  });
  let asked = 0;
  const later = { ...deps, freeSpace: async () => ({ freeBytes: asked++ === 0 ? 2 ** 40 : freeBytes }) };
  await expect(importFile(file, async () => true, later)).rejects.toMatchObject({
    failure: { code: 'file-no-room' },
  });
  expect(await rows()).toBe(0);
  const exact = { ...deps, freeSpace: async () => ({ freeBytes: freeBytes + 1 }) };
  expect(await importFile(file, async () => true, exact)).toBeDefined();
  expect(await readSlices((await listAll())[0]?.id ?? '')).toHaveLength(1);
});
