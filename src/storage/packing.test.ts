import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { createMediaIndex } from '../container/media-index';
import { composeSeekableFile, indexBlobs } from '../container/seekable-file';
import { fixture, slicesOf, split } from '../container/testing/fixtures';
import { draftSequence } from '../domain/recording';
import { openDatabase, type StoredSlice } from './database';
import { inspectMedia } from './inspect';
import { openMedia, openPieces, piecesOf } from './media';
import { createPacker } from './packing';
import { composeRescue } from './rescue';
import { appendSlice, readSlices, savedTotals } from './slices';
import { recordingRow } from './testing/recording';

const recording = recordingRow('a');

function stored(slices: readonly Uint8Array<ArrayBuffer>[], container: 'webm' | 'mp4'): StoredSlice[] {
  const index = createMediaIndex(container);
  let totalBytes = 0;
  return slices.map((bytes, sequence) => {
    totalBytes += bytes.length;
    const part = index.push(bytes);
    return {
      recordingId: 'a',
      sequence,
      blob: new Blob([bytes]),
      part,
      coversMs: sequence + 1,
      totalBytes,
    };
  });
}

const read = async (blob: Blob) => new Uint8Array(await blob.arrayBuffer());

beforeEach(async () => (await openDatabase()).clear('slices'));

/** A second of VP9 in 60 slices: more than are kept unpacked. */
const many = split(
  fixture('vp9-opus.webm'),
  Array.from({ length: 59 }, () => Math.ceil(fixture('vp9-opus.webm').length / 60)),
);

/** The same in 8 slices. */
const eight = split(
  fixture('vp9-opus.webm'),
  Array.from({ length: 7 }, () => Math.ceil(fixture('vp9-opus.webm').length / 8)),
);

describe('createPacker', () => {
  it('makes few rows of many, with the same totals and every byte of the media once', async () => {
    const packer = createPacker('a', { slices: 10, bytes: 1e9 });
    const slices = stored(many, 'webm');
    for (const slice of slices) {
      await appendSlice(slice);
      await packer.add(slice);
    }
    const rows = await readSlices('a');
    expect(rows.length).toBeLessThan(20);
    expect(await savedTotals('a')).toEqual({
      durationMs: 60,
      bytes: fixture('vp9-opus.webm').length,
      sliceCount: 60,
    });
    const sizes = await Promise.all(rows.map(async ({ blob }) => (await read(blob)).length));
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(fixture('vp9-opus.webm').length);
  });

  it('writes no more than twice what was recorded', async () => {
    let written = 0;
    const count = (row: StoredSlice) => {
      written += row.blob.size;
    };
    const spies = (['add', 'put'] as const).map((name) => {
      const write = IDBObjectStore.prototype[name];
      return vi.spyOn(IDBObjectStore.prototype, name).mockImplementation(function (
        this: IDBObjectStore,
        row,
      ) {
        count(row);
        return write.call(this, row);
      });
    });
    const packer = createPacker('a', { slices: 10, bytes: 1e9 });
    for (const slice of stored(many, 'webm')) {
      await appendSlice(slice);
      await packer.add(slice);
    }
    for (const spy of spies) spy.mockRestore();
    const recorded = fixture('vp9-opus.webm').length;
    expect(written).toBeGreaterThan(recorded);
    expect(written).toBeLessThanOrEqual(2 * recorded);
  });

  it('leaves a recording that opens to the same length', async () => {
    const slices = stored(many, 'webm');
    for (const slice of slices) await appendSlice(slice);
    const before = await openMedia(recording);
    const packer = createPacker('a', { slices: 10, bytes: 1e9 });
    for (const slice of slices) await packer.add(slice);
    const after = await openMedia(recording);
    expect(after.size).toBe(before.size);
  });

  it('packs by bytes too, and never the newest slices', async () => {
    const packer = createPacker('a', { slices: 1000, bytes: 1000 });
    const slices = stored(many.slice(0, 12), 'webm');
    for (const slice of slices) {
      await appendSlice(slice);
      await packer.add(slice);
    }
    const rows = await readSlices('a');
    expect(rows.slice(-8).map(({ sequence }) => sequence)).toEqual([4, 5, 6, 7, 8, 9, 10, 11]);
    expect(rows.length).toBeLessThan(12);
  });

  it('leaves large slices alone, and packs on both sides of one', async () => {
    const large = fixture('vp9-opus.webm');
    const sizes = [...Array.from({ length: 12 }, () => 100), 9000, ...Array.from({ length: 30 }, () => 100)];
    const packer = createPacker('a', { slices: 3, bytes: 10_000 });
    for (const slice of stored(split(large, sizes), 'webm')) {
      await appendSlice(slice);
      await packer.add(slice);
    }
    const rows = await readSlices('a');
    expect(rows.filter(({ blob }) => blob.size === 9000)).toHaveLength(1);
    expect(rows.length).toBeLessThan(35);
    expect((await openMedia(recording)).size).toBeGreaterThan(large.length);
  });

  it('is all or nothing: where it breaks off between the pack and the deletion, every slice is as it was', async () => {
    const packer = createPacker('a', { slices: 10, bytes: 1e9 });
    const slices = stored(many, 'webm');
    for (const slice of slices) await appendSlice(slice);
    const breakOff = vi.spyOn(IDBObjectStore.prototype, 'delete').mockImplementation(function (
      this: IDBObjectStore,
      ...range
    ) {
      breakOff.mockRestore();
      const deleting = this.delete(...range);
      this.transaction.abort();
      return deleting;
    });
    const packed = slices.slice(0, 20).map((slice) => packer.add(slice));
    expect((await Promise.allSettled(packed)).map(({ status }) => status)).toContain('rejected');
    const rows = await readSlices('a');
    expect(rows.map(({ sequence, part, totalBytes }) => ({ sequence, part, totalBytes }))).toEqual(
      slices.map(({ sequence, part, totalBytes }) => ({ sequence, part, totalBytes })),
    );
    expect(await read(new Blob(rows.map(({ blob }) => blob)))).toEqual(fixture('vp9-opus.webm'));
  });

  it('lets slices be that have no index, and a recording that was deleted', async () => {
    const packer = createPacker('a', { slices: 2, bytes: 1e9 });
    for (const { part, ...slice } of stored(many.slice(0, 20), 'webm')) {
      await appendSlice(slice);
      await packer.add(slice);
    }
    expect(await readSlices('a')).toHaveLength(20);
    const gone = createPacker('gone', { slices: 2, bytes: 1e9 });
    for (const slice of stored(many.slice(0, 20), 'webm')) await gone.add({ ...slice, recordingId: 'gone' });
    expect(await readSlices('gone')).toEqual([]);
  });
});

describe('openMedia', () => {
  it('gives the same file with and without the stored index', async () => {
    for (const slice of stored(slicesOf('vp9-opus.webm'), 'webm')) await appendSlice(slice);
    const indexed = await read(await openMedia(recording));
    await (await openDatabase()).clear('slices');
    for (const { part, ...slice } of stored(slicesOf('vp9-opus.webm'), 'webm')) await appendSlice(slice);
    expect(await read(await openMedia(recording))).toEqual(indexed);
    expect(indexed).not.toEqual(fixture('vp9-opus.webm'));
  });

  it('gives bytes that are no media as they are, and no slices as nothing', async () => {
    expect((await openMedia(recording)).size).toBe(0);
    await appendSlice({
      recordingId: 'a',
      sequence: 0,
      blob: new Blob(['not a film']),
      coversMs: 1,
      totalBytes: 10,
    });
    const media = await openMedia(recording);
    expect(await media.text()).toBe('not a film');
    expect(media.type).toBe(recording.mimeType);
  });

  it('gives a complete file of what is before a missing slice, and the pieces behind it as they are', async () => {
    const slices = stored(eight, 'webm');
    for (const slice of slices.filter(({ sequence }) => sequence !== 3)) await appendSlice(slice);
    const { file } = composeSeekableFile(piecesOf(slices.slice(0, 3)), recording.mimeType);
    expect(await read(await openMedia(recording))).toEqual(await read(file));
    const all = slices.filter(({ sequence }) => sequence !== 3).map(({ blob }) => blob);
    expect(await read(await openPieces(recording))).toEqual(await read(new Blob(all)));
    const rest = slices.slice(4).reduce((sum, { blob }) => sum + blob.size, 0);
    expect(await inspectMedia(recording)).toEqual({ what: 'gap', safeMs: 3, restBytes: rest });
  });

  it('gives what is complete in a last slice that was cut off', async () => {
    const slices = stored(eight, 'webm');
    const last = slices.at(-1);
    for (const slice of slices) {
      await appendSlice(
        slice === last ? { ...slice, blob: slice.blob.slice(0, slice.blob.size >> 1) } : slice,
      );
    }
    const media = await openMedia(recording);
    const whole = fixture('vp9-opus.webm').length;
    expect(media.size).toBeGreaterThan(whole - (last?.blob.size ?? 0));
    expect(await inspectMedia(recording)).toMatchObject({ what: 'cut-off', safeMs: slices.length });
    const again = await indexBlobs('webm', [media]);
    expect(again).toHaveLength(1);
  });

  it('gives what comes before bytes that could not be indexed', async () => {
    for (const slice of stored(eight, 'webm').slice(0, 4)) await appendSlice(slice);
    await appendSlice({
      recordingId: 'a',
      sequence: 4,
      blob: new Blob(['no media']),
      coversMs: 5,
      totalBytes: 1,
    });
    const { file } = composeSeekableFile(piecesOf(stored(eight, 'webm').slice(0, 4)), recording.mimeType);
    expect(await read(await openMedia(recording))).toEqual(await read(file));
    expect(await inspectMedia(recording)).toEqual({ what: 'unreadable', safeMs: 4, restBytes: 8 });
  });
});

describe('inspectMedia', () => {
  it('finds nothing wrong with a recording, with or without its index, packed or with drafts', async () => {
    const packer = createPacker('a', { slices: 10, bytes: 1e9 });
    for (const slice of stored(many, 'webm')) {
      await appendSlice(slice);
      await packer.add(slice);
    }
    expect(await inspectMedia(recording)).toBeUndefined();
    await (await openDatabase()).clear('slices');
    const sequences = [draftSequence(0, 0), draftSequence(0, 1), 0, 1, draftSequence(2, 0), 2, 3];
    for (const [index, { part, ...slice }] of stored(many.slice(0, 7), 'webm').entries()) {
      await appendSlice({ ...slice, sequence: sequences[index] ?? 0 });
    }
    expect(await inspectMedia(recording)).toBeUndefined();
  });

  it('tells slices that are gone, and bytes that are no media', async () => {
    expect(await inspectMedia(recording)).toEqual({ what: 'no-media' });
    const row = { recordingId: 'a', sequence: 0, coversMs: 1, totalBytes: 10 };
    await appendSlice({ ...row, blob: new Blob(['not a film']) });
    expect(await inspectMedia(recording)).toEqual({ what: 'not-media' });
    await (await openDatabase()).put('slices', { ...row, blob: 'a text' as unknown as Blob });
    expect(await inspectMedia(recording)).toEqual({ what: 'no-media' });
    expect((await openMedia(recording)).size).toBe(0);
  });

  it('tells a beginning that is missing', async () => {
    for (const slice of stored(eight, 'webm').slice(1)) await appendSlice(slice);
    expect(await inspectMedia(recording)).toMatchObject({ what: 'gap', safeMs: 0 });
    expect((await openMedia(recording)).size).toBe((await openPieces(recording)).size);
  });
});

describe('composeRescue', () => {
  const slices = stored(eight, 'webm');
  const whole = composeSeekableFile(piecesOf(slices), recording.mimeType).file;

  it('joins what is on disk and what the disk refused', async () => {
    for (const slice of slices.slice(0, 5)) await appendSlice(slice);
    expect(await read(await composeRescue(slices.slice(5), recording.mimeType))).toEqual(await read(whole));
  });

  it('takes nothing twice that reached the disk after all', async () => {
    for (const slice of slices.slice(0, 7)) await appendSlice(slice);
    expect(await read(await composeRescue(slices.slice(5), recording.mimeType))).toEqual(await read(whole));
  });

  it('gives the bytes as they are where they could not be indexed', async () => {
    for (const slice of slices.slice(0, 5)) await appendSlice(slice);
    const held = slices.slice(5).map(({ part, ...slice }) => slice);
    expect(await read(await composeRescue(held, ''))).toEqual(fixture('vp9-opus.webm'));
  });
});
