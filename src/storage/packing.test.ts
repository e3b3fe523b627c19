import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { isLabelled } from '../container/color-label';
import { fixture, split } from '../container/testing/fixtures';
import { openDatabase } from './database';
import { openMedia } from './media';
import { createPacker } from './packing';
import type { StoredSlice } from './schema';
import { appendSlice, savedTotals } from './slices';
import { withTables } from './tables';
import { mediaRow, recordingRow } from './testing/recording';
import { bytesOf, cutInto, storedRows, storedSlices } from './testing/stored-slices';
import { readTimeline } from './timeline';

const recording = recordingRow('a');

beforeEach(async () => (await openDatabase()).clear('slices'));

/** More than are kept unpacked. */
const many = cutInto(60);

describe('createPacker', () => {
  it('loses nothing if the last slice of a pack is added once more', async () => {
    const packer = createPacker('a', { slices: 10, bytes: 1e9 });
    for (const [index, slice] of storedSlices(many, 'webm').entries()) {
      await appendSlice(slice);
      await packer.add(slice);
      // As after an answer that came too late.
      if (index === 9) await packer.add(slice);
    }
    const rows = await storedRows('a');
    const sizes = await Promise.all(rows.map(async ({ blob }) => (await bytesOf(blob)).length));
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(fixture('vp9-opus.webm').length);
  });

  it('makes few rows of many, with the same totals and every byte of the media once', async () => {
    const packer = createPacker('a', { slices: 10, bytes: 1e9 });
    const slices = storedSlices(many, 'webm');
    for (const slice of slices) {
      await appendSlice(slice);
      await packer.add(slice);
    }
    const rows = await storedRows('a');
    expect(rows.length).toBeLessThan(20);
    expect(await savedTotals('a')).toEqual({
      durationMs: 60,
      bytes: fixture('vp9-opus.webm').length,
      sliceCount: 60,
    });
    const sizes = await Promise.all(rows.map(async ({ blob }) => (await bytesOf(blob)).length));
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(fixture('vp9-opus.webm').length);
  });

  it('keeps peaks, sizes and the times of commits', async () => {
    const packer = createPacker('a', { slices: 10, bytes: 1e9 });
    const slices = storedSlices(many, 'webm').map((slice, index) => ({
      ...slice,
      peaks: Uint8Array.of(index, 100 + index),
      ...(index === 0 ? {} : { commitBeforeMs: index }),
    }));
    for (const [index, slice] of slices.entries()) {
      await appendSlice(slice);
      await packer.add(slice, index + 1);
    }
    await (await openDatabase()).put('media', mediaRow('a', { lastCommitMs: 60 }));
    expect((await storedRows('a')).length).toBeLessThan(20);
    const { peaks, slices: found } = await readTimeline({ ...recording, durationMs: 60 });
    expect([...found.bytes]).toEqual(many.map(({ length }) => length));
    expect([...found.commitMs]).toEqual(many.map((_, index) => index + 1));
    expect([...found.endMs]).toEqual(many.map((_, index) => index + 1));
    // 60 ms have one place.
    expect([...(peaks ?? [])]).toEqual([0]);
    const stored = (await storedRows('a')).flatMap((row) => [...(row.peaks ?? [])]);
    expect(stored).toEqual(slices.flatMap((slice) => [...slice.peaks]));
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
    for (const slice of storedSlices(many, 'webm')) {
      await appendSlice(slice);
      await packer.add(slice);
    }
    for (const spy of spies) spy.mockRestore();
    const recorded = fixture('vp9-opus.webm').length;
    expect(written).toBeGreaterThan(recorded);
    expect(written).toBeLessThanOrEqual(2 * recorded);
  });

  it('corrects the labels of the colors in what it packs, so that the file needs no bytes of its own for them', async () => {
    const slices = storedSlices(many, 'webm');
    for (const slice of slices) await appendSlice(slice);
    const row = { ...recording, matrix: 'bt601' } as const;
    const { file: right } = await openMedia(row);
    const packer = createPacker('a', { slices: 10, bytes: 1e9 });
    packer.setMatrix('bt601');
    for (const slice of slices) await packer.add(slice);
    const rows = await withTables(await storedRows('a'));
    const packed = rows.flatMap(({ part, tables }) => (tables === undefined ? [] : (part?.labels ?? [])));
    expect(packed.length, 'labels in packs').toBeGreaterThan(0);
    expect(rows.every(({ part, tables }) => tables === undefined || isLabelled(part?.labels, 'bt601'))).toBe(
      true,
    );
    const after = await bytesOf((await openMedia(row)).file);
    // The packs have the sizes of their Clusters too.
    expect(after.length).toBe(right.size);
  });

  it('leaves a recording that opens to the same length', async () => {
    const slices = storedSlices(many, 'webm');
    for (const slice of slices) await appendSlice(slice);
    const { file: before } = await openMedia(recording);
    const packer = createPacker('a', { slices: 10, bytes: 1e9 });
    for (const slice of slices) await packer.add(slice);
    const { file: after } = await openMedia(recording);
    expect(after.size).toBe(before.size);
  });

  it('packs by bytes too, and never the newest slices', async () => {
    const packer = createPacker('a', { slices: 1000, bytes: 1000 });
    const slices = storedSlices(many.slice(0, 12), 'webm');
    for (const slice of slices) {
      await appendSlice(slice);
      await packer.add(slice);
    }
    const rows = await storedRows('a');
    expect(rows.slice(-8).map(({ sequence }) => sequence)).toEqual([4, 5, 6, 7, 8, 9, 10, 11]);
    expect(rows.length).toBeLessThan(12);
  });

  it('leaves large slices alone, and packs on both sides of one', async () => {
    const large = fixture('vp9-opus.webm');
    const sizes = [...Array.from({ length: 12 }, () => 100), 9000, ...Array.from({ length: 30 }, () => 100)];
    const packer = createPacker('a', { slices: 3, bytes: 10_000 });
    for (const slice of storedSlices(split(large, sizes), 'webm')) {
      await appendSlice(slice);
      await packer.add(slice);
    }
    const rows = await storedRows('a');
    expect(rows.filter(({ blob }) => blob.size === 9000)).toHaveLength(1);
    expect(rows.length).toBeLessThan(35);
    expect((await openMedia(recording)).file.size).toBeGreaterThan(large.length);
  });

  it('is all or nothing: if it is interrupted between the pack and the deletion, every slice is unchanged', async () => {
    const packer = createPacker('a', { slices: 10, bytes: 1e9 });
    const slices = storedSlices(many, 'webm');
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
    const rows = await storedRows('a');
    expect(rows.map(({ sequence, part, totalBytes }) => ({ sequence, part, totalBytes }))).toEqual(
      slices.map(({ sequence, part, totalBytes }) => ({ sequence, part, totalBytes })),
    );
    expect(await bytesOf(new Blob(rows.map(({ blob }) => blob)))).toEqual(fixture('vp9-opus.webm'));
  });

  it('lets slices be that have no index, and a recording that was deleted', async () => {
    const packer = createPacker('a', { slices: 2, bytes: 1e9 });
    for (const { part, ...slice } of storedSlices(many.slice(0, 20), 'webm')) {
      await appendSlice(slice);
      await packer.add(slice);
    }
    expect(await storedRows('a')).toHaveLength(20);
    const gone = createPacker('gone', { slices: 2, bytes: 1e9 });
    for (const slice of storedSlices(many.slice(0, 20), 'webm'))
      await gone.add({ ...slice, recordingId: 'gone' });
    expect(await storedRows('gone')).toEqual([]);
  });
});
