import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import type { Failure } from '../domain/failure';
import { slicesUpTo } from '../domain/recording';
import { createSliceWriter, type PendingSlice, type Saved } from './slice-writer';

function slice(bytes: number, coversMs = 0): PendingSlice {
  return { blob: new Blob([new Uint8Array(bytes)]), coversMs, isDraft: false };
}

describe('createSliceWriter', () => {
  it('writes in order, one at a time, whatever the disk does', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(20), { maxLength: 30 }), async (sizes) => {
        const written: number[] = [];
        let busy = false;
        const writer = createSliceWriter({
          async write({ blob, sequence }) {
            expect(busy).toBe(false);
            busy = true;
            for (let turn = 0; turn < blob.size % 4; turn += 1) await Promise.resolve();
            expect(sequence).toBe(written.length);
            written.push(blob.size);
            busy = false;
          },
          onSaved: (saved) => expect(saved.sliceCount).toBe(written.length),
          onFailure: () => expect.unreachable(),
        });
        for (const [index, size] of sizes.entries()) writer.push(slice(size, index));
        const saved = await writer.drained();
        expect(written).toEqual(sizes);
        expect(saved).toEqual({
          bytes: sizes.reduce((sum, size) => sum + size, 0),
          sliceCount: sizes.length,
          coversMs: Math.max(0, sizes.length - 1),
        });
      }),
    );
  });

  it('tells once that the disk is too slow, and still writes everything', async () => {
    const failures: Failure[] = [];
    let release = () => {};
    const disk = new Promise<void>((resolve) => {
      release = resolve;
    });
    const writer = createSliceWriter({
      write: () => disk,
      onSaved: () => {},
      onFailure: (failure) => failures.push(failure),
      limit: 100,
    });
    writer.push(slice(60));
    writer.push(slice(60));
    expect(failures).toEqual([]);
    writer.push(slice(60));
    writer.push(slice(60));
    expect(failures).toMatchObject([{ code: 'disk-too-slow' }]);
    release();
    expect((await writer.drained()).bytes).toBe(240);
  });

  it('takes a slice of any size, and little ones behind it', async () => {
    const onFailure = vi.fn();
    const writer = createSliceWriter({
      write: async () => {},
      onSaved: () => {},
      onFailure,
      limit: 10,
    });
    writer.push(slice(1000));
    writer.push(slice(1));
    await writer.drained();
    writer.push(slice(1000));
    await writer.drained();
    expect(onFailure).not.toHaveBeenCalled();
  });

  it('numbers drafts before their slice, and counts them as one', async () => {
    const written: number[] = [];
    const counts: number[] = [];
    const writer = createSliceWriter({
      write: async ({ sequence }) => void written.push(sequence),
      onSaved: ({ sliceCount }) => counts.push(sliceCount),
      onFailure: () => expect.unreachable(),
    });
    const draft = (bytes: number, coversMs: number) => ({ ...slice(bytes, coversMs), isDraft: true });
    for (const next of [draft(1, 1), draft(1, 2), slice(1, 3), slice(1, 4), draft(1, 5)]) writer.push(next);
    expect(await writer.drained()).toEqual({ bytes: 5, sliceCount: 3, coversMs: 5 });
    expect(written).toEqual([...written].sort((one, other) => one - other));
    expect(written.map(slicesUpTo)).toEqual([1, 1, 1, 2, 3]);
    expect(written.map(Number.isInteger)).toEqual([false, false, true, true, false]);
    expect(counts).toEqual([1, 1, 1, 2, 3]);
  });

  it('tries a slice again that the disk refused once, in order', async () => {
    const written: number[] = [];
    let refusals = 1;
    const writer = createSliceWriter({
      async write({ sequence }) {
        if (sequence === 1 && refusals-- > 0) throw new DOMException('for once', 'AbortError');
        written.push(sequence);
      },
      onSaved: () => {},
      onFailure: () => expect.unreachable(),
    });
    for (const covers of [1, 2, 3]) writer.push(slice(10, covers));
    expect(await writer.drained()).toEqual({ bytes: 30, sliceCount: 3, coversMs: 3 });
    expect(written).toEqual([0, 1, 2]);
  });

  it('stops at a slice that the disk refuses: what came before is safe, nothing comes after', async () => {
    const failures: Failure[] = [];
    const saves: Saved[] = [];
    const writer = createSliceWriter({
      write: async ({ sequence }) => {
        if (sequence === 1) throw new DOMException('Failed to write blobs (IOError)', 'DataError');
      },
      onSaved: (saved) => saves.push(saved),
      onFailure: (failure) => failures.push(failure),
    });
    for (const covers of [1, 2, 3]) writer.push(slice(10, covers));
    expect(await writer.drained()).toEqual({ bytes: 10, sliceCount: 1, coversMs: 1 });
    expect(saves).toHaveLength(1);
    expect(failures).toMatchObject([{ code: 'disk-full' }]);
  });
});
