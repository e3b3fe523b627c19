import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import type { Failure } from '../domain/failure';
import { createSliceWriter, type PendingSlice, type Saved } from './slice-writer';

function slice(bytes: number, coversMs = 0): PendingSlice {
  return { blob: new Blob([new Uint8Array(bytes)]), coversMs };
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
          onKept: () => {},
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
      onKept: () => {},
      onFailure: (failure) => failures.push(failure),
      limit: 100,
    });
    writer.push(slice(60));
    expect(failures).toEqual([]);
    writer.push(slice(60));
    writer.push(slice(60));
    expect(failures).toMatchObject([{ code: 'disk-too-slow' }]);
    release();
    expect((await writer.drained()).bytes).toBe(180);
  });

  it('takes a single slice of any size', async () => {
    const onFailure = vi.fn();
    const writer = createSliceWriter({
      write: async () => {},
      onSaved: () => {},
      onKept: () => {},
      onFailure,
      limit: 10,
    });
    writer.push(slice(1000));
    await writer.drained();
    writer.push(slice(1000));
    await writer.drained();
    expect(onFailure).not.toHaveBeenCalled();
  });

  it('numbers drafts after their slice, and gives up on them alone where one fails', async () => {
    const written: [sequence: number, bytes: number][] = [];
    const kept: number[] = [];
    let fails = false;
    const writer = createSliceWriter({
      async write({ sequence }, { bytes }) {
        if (fails && !Number.isInteger(sequence)) throw new DOMException('for once', 'AbortError');
        written.push([sequence, bytes]);
      },
      onSaved: () => {},
      onKept: (coversMs) => kept.push(coversMs),
      onFailure: () => expect.unreachable(),
    });
    writer.keep(slice(10, 1));
    writer.keep(slice(10, 2));
    writer.push(slice(30, 3));
    writer.keep(slice(10, 4));
    await writer.drained();
    fails = true;
    writer.keep(slice(10, 5));
    await writer.drained();
    fails = false;
    writer.keep(slice(10, 6));
    writer.push(slice(40, 7));
    expect(await writer.drained()).toEqual({ bytes: 70, sliceCount: 2, coversMs: 7 });
    expect(written.map(([sequence]) => Math.floor(sequence))).toEqual([0, 0, 0, 1, 1]);
    expect(written.map(([, bytes]) => bytes)).toEqual([10, 20, 30, 40, 70]);
    expect(new Set(written.map(([sequence]) => sequence)).size).toBe(5);
    expect(kept).toEqual([1, 2, 4]);
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
      onKept: () => {},
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
      onKept: () => {},
      onSaved: (saved) => saves.push(saved),
      onFailure: (failure) => failures.push(failure),
    });
    for (const covers of [1, 2, 3]) writer.push(slice(10, covers));
    expect(await writer.drained()).toEqual({ bytes: 10, sliceCount: 1, coversMs: 1 });
    expect(saves).toHaveLength(1);
    expect(failures).toMatchObject([{ code: 'disk-full' }]);
  });
});
