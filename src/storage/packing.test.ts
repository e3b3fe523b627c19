import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it } from 'vitest';
import { createMediaIndex } from '../container/media-index';
import { fixture, slicesOf, split } from '../container/testing/fixtures';
import { openDatabase, type StoredSlice } from './database';
import { openMedia } from './media';
import { createPacker } from './packing';
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

  it('gives what there is, as it is, where a slice is missing in between', async () => {
    const slices = stored(slicesOf('vp9-opus.webm'), 'webm');
    for (const slice of slices.filter(({ sequence }) => sequence !== 1)) await appendSlice(slice);
    const rest = slices.filter(({ sequence }) => sequence !== 1).map(({ blob }) => blob);
    expect(await read(await openMedia(recording))).toEqual(await read(new Blob(rest)));
  });
});
