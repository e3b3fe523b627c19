import { describe, expect, it, vi } from 'vitest';
import { reserveBytes, stopFloorBytes, writeMarginBytes } from '../../domain/disk-space';
import type { Slice } from '../../domain/recording';
import type { StoredSlice } from '../../storage/schema';
import { cutInto } from '../../storage/testing/stored-slices';
import { createSliceStore, type SliceStoreDeps } from './slice-store';

/** A store over a disk that keeps what is written. */
function setUp(changes: Partial<SliceStoreDeps> = {}) {
  const rows: StoredSlice[] = [];
  const packed: StoredSlice[] = [];
  const commits: (number | undefined)[] = [];
  const reserve = { release: vi.fn(), close: vi.fn() };
  const takeReserve = vi.fn<SliceStoreDeps['takeReserve']>(async () => reserve);
  const matrices: string[] = [];
  const createPacker = vi.fn<SliceStoreDeps['createPacker']>(() => ({
    async add(slice, commitMs) {
      packed.push(slice);
      commits.push(commitMs);
    },
    setMatrix: (matrix) => void matrices.push(matrix),
  }));
  const clock = { now: 0 };
  const appendSlice = vi.fn<SliceStoreDeps['appendSlice']>(async (slice) => {
    rows.push(slice);
    clock.now += 10 + slice.sequence;
  });
  const composeRescue = vi.fn<SliceStoreDeps['composeRescue']>(
    async (held, type) =>
      new Blob(
        held.map(({ blob }) => blob),
        { type },
      ),
  );
  const freeSpace = vi.fn<SliceStoreDeps['freeSpace']>(async () => ({ freeBytes: stopFloorBytes }));
  const mocks = { freeSpace, takeReserve, createPacker, appendSlice, composeRescue, now: () => clock.now };
  return {
    store: createSliceStore({ ...mocks, ...changes }),
    deps: mocks,
    rows,
    packed,
    commits,
    matrices,
    reserve,
  };
}

/** Three seconds of VP9, as a recorder would have cut them. */
function slicesOf(count: number): Slice[] {
  let totalBytes = 0;
  return cutInto(count).map((bytes, sequence) => {
    totalBytes += bytes.length;
    return {
      recordingId: 'a',
      sequence,
      blob: new Blob([bytes]),
      totalBytes,
      coversMs: 250 * (sequence + 1),
    };
  });
}

describe('the slice store', () => {
  it('packs and rescues with the matrix of the colors, from when it is known', async () => {
    const { store, deps, matrices } = setUp();
    await store.open('webm', 'a');
    await store.rescue([], 'video/webm');
    expect(deps.composeRescue).toHaveBeenLastCalledWith([], 'video/webm', undefined);
    store.setMatrix('bt601');
    expect(matrices).toEqual(['bt601']);
    await store.rescue([], 'video/webm');
    expect(deps.composeRescue).toHaveBeenLastCalledWith([], 'video/webm', 'bt601');
  });

  it('commits each slice with its part of the index, once, and hands it to the packer', async () => {
    const { store, deps, rows, packed } = setUp();
    await store.open('webm', 'a');
    expect(deps.takeReserve).toHaveBeenCalledExactlyOnceWith(reserveBytes);
    expect(deps.createPacker).toHaveBeenCalledExactlyOnceWith('a');
    const slices = slicesOf(4);
    const ends: (number | undefined)[] = [];
    for (const slice of slices) ends.push(await store.write(slice));
    expect(rows.map(({ part: _, commitBeforeMs: __, ...slice }) => slice)).toEqual(slices);
    expect(rows.every(({ part }) => part !== undefined)).toBe(true);
    expect(packed).toEqual(rows);
    const [first = Number.NaN, ...others] = ends;
    expect(first).toBeGreaterThan(0);
    for (const [index, end = Number.NaN] of others.entries())
      expect(end).toBeGreaterThanOrEqual(ends[index] ?? 0);
    expect(ends.at(-1)).toBeGreaterThan(2500);
    expect(ends.at(-1)).toBeLessThan(3500);
  });

  it('stores how long each commit took: with the next slice, in the pack, and at the end', async () => {
    const { store, deps, rows, commits } = setUp();
    await store.open('webm', 'a');
    const [first, ...others] = slicesOf(3) as [Slice, Slice, Slice];
    deps.appendSlice.mockRejectedValueOnce(new DOMException('for once', 'AbortError'));
    await expect(store.write(first)).rejects.toThrow();
    for (const slice of [first, ...others]) await store.write(slice);
    expect(rows.map(({ commitBeforeMs }) => commitBeforeMs)).toEqual([undefined, 10, 11]);
    expect(commits).toEqual([10, 11, 12]);
    expect(store.close()).toBe(12);
  });

  it('refuses a slice that would fill the disk, and writes it once there is room', async () => {
    const { store, deps, rows, packed } = setUp();
    await store.open('webm', 'a');
    const [first, second] = slicesOf(2) as [Slice, Slice];
    deps.freeSpace.mockResolvedValueOnce({ freeBytes: first.blob.size + writeMarginBytes - 1 });
    await expect(store.write(first)).rejects.toMatchObject({ failure: { code: 'disk-full' } });
    expect(deps.appendSlice).not.toHaveBeenCalled();
    deps.freeSpace.mockResolvedValueOnce({ freeBytes: first.blob.size + writeMarginBytes });
    await store.write(first);
    expect(rows).toMatchObject([{ ...first, part: { start: 0 } }]);
    expect(packed, 'no pack on a disk that is almost full').toEqual([]);
    deps.freeSpace.mockRejectedValueOnce(new TypeError('not known'));
    await store.write(second);
    expect(packed).toEqual(rows.slice(1));
  });

  it('indexes a slice once that is written again after a refusal', async () => {
    const { store, deps, rows } = setUp();
    await store.open('webm', 'a');
    const [first, second, third] = slicesOf(3) as [Slice, Slice, Slice];
    await store.write(first);
    deps.appendSlice.mockRejectedValueOnce(new DOMException('for once', 'AbortError'));
    await expect(store.write(second)).rejects.toMatchObject({ name: 'AbortError' });
    await store.write(second);
    await store.write(third);

    const untroubled = setUp();
    await untroubled.store.open('webm', 'a');
    for (const slice of [first, second, third]) await untroubled.store.write(slice);
    expect(rows).toEqual(untroubled.rows);
  });

  it('commits a slice that can’t be indexed without a part', async () => {
    const { store, rows } = setUp();
    await store.open('webm', 'a');
    const slice = { recordingId: 'a', sequence: 0, blob: new Blob(['no WebM']), totalBytes: 7, coversMs: 1 };
    expect(await store.write(slice)).toBeUndefined();
    expect(rows).toEqual([slice]);
  });

  it('saves without a reserve, and if a pack fails', async () => {
    const { store, rows } = setUp({
      takeReserve: () => Promise.reject(new DOMException('held', 'NoModificationAllowedError')),
      createPacker: () => ({ add: () => Promise.reject(new Error('no pack')), setMatrix: () => undefined }),
    });
    await store.open('webm', 'a');
    for (const slice of slicesOf(2)) await store.write(slice);
    expect(rows).toHaveLength(2);
    expect(() => store.makeRoom()).not.toThrow();
    expect(() => store.close()).not.toThrow();
  });

  it('returns the reserve when there is no other room, and at the end', async () => {
    const { store, reserve } = setUp();
    await store.open('webm', 'a');
    store.makeRoom();
    expect(reserve.release).toHaveBeenCalledOnce();
    store.close();
    expect(reserve.close).toHaveBeenCalledOnce();
  });

  it('rescues slices with their parts, that of the refused one included', async () => {
    const { store, deps } = setUp();
    await store.open('webm', 'a');
    const [first, ...held] = slicesOf(3) as [Slice, Slice, Slice];
    await store.write(first);
    deps.appendSlice.mockRejectedValue(new DOMException('', 'AbortError'));
    await expect(store.write(held[0] as Slice)).rejects.toThrow();
    const file = await store.rescue(held, 'video/webm');
    expect(file.size).toBe(held.reduce((sum, { blob }) => sum + blob.size, 0));
    const [rows = [], type] = deps.composeRescue.mock.calls[0] ?? [];
    expect(type).toBe('video/webm');
    expect(rows.map(({ part: _, commitBeforeMs: __, ...slice }) => slice)).toEqual(held);
    expect(rows.every(({ part }) => part !== undefined)).toBe(true);
  });

  it('refuses everything before it is open', async () => {
    const { store, rows } = setUp();
    await expect(store.write(slicesOf(1)[0] as Slice)).rejects.toMatchObject({ name: 'InvalidStateError' });
    expect(rows).toEqual([]);
  });
});
