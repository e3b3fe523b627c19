import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import type { Failure } from '../../domain/failure';
import { slicesUpTo } from '../../domain/recording';
import { createSliceWriter, type PendingSlice, type Saved, type SliceWriterOptions } from './writer';

function slice(bytes: number, coversMs = 0): PendingSlice {
  return { blob: new Blob([new Uint8Array(bytes)]), coversMs, isDraft: false };
}

/** A writer that does not wait long. */
function writerOf(options: Partial<SliceWriterOptions> & Pick<SliceWriterOptions, 'write'>) {
  return createSliceWriter({
    makeRoom: async () => {},
    onSaved: () => {},
    onFailure: () => expect.unreachable(),
    retryAfterMs: [0, 0],
    ...options,
  });
}

describe('createSliceWriter', () => {
  it('writes in order, one at a time, whatever the disk does', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(20), { maxLength: 30 }), async (sizes) => {
        const written: number[] = [];
        let busy = false;
        const writer = writerOf({
          async write({ blob, sequence }) {
            expect(busy).toBe(false);
            busy = true;
            for (let turn = 0; turn < blob.size % 4; turn += 1) await Promise.resolve();
            expect(sequence).toBe(written.length);
            written.push(blob.size);
            busy = false;
          },
          onSaved: (saved) => expect(saved.sliceCount).toBe(written.length),
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
    const writer = writerOf({
      write: () => disk,
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
    const writer = writerOf({
      write: async () => {},
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
    const writer = writerOf({
      write: async ({ sequence }) => void written.push(sequence),
      onSaved: ({ sliceCount }) => counts.push(sliceCount),
    });
    const draft = (bytes: number, coversMs: number) => ({ ...slice(bytes, coversMs), isDraft: true });
    for (const next of [draft(1, 1), draft(1, 2), slice(1, 3), slice(1, 4), draft(1, 5)]) writer.push(next);
    expect(await writer.drained()).toEqual({ bytes: 5, sliceCount: 3, coversMs: 5 });
    expect(written).toEqual([...written].sort((one, other) => one - other));
    expect(written.map(slicesUpTo)).toEqual([1, 1, 1, 2, 3]);
    expect(written.map(Number.isInteger)).toEqual([false, false, true, true, false]);
    expect(counts).toEqual([1, 1, 1, 2, 3]);
  });

  it('tries a slice again that the disk refused, in order, and numbers none twice', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.record({ refusals: fc.nat(2), isDraft: fc.boolean() })), async (plan) => {
        const left = plan.map(({ refusals }) => refusals);
        const written: number[] = [];
        const writer = writerOf({
          async write({ coversMs, sequence }) {
            const refusals = left[coversMs] ?? 0;
            left[coversMs] = refusals - 1;
            if (refusals > 0) throw new DOMException('for once', 'AbortError');
            written.push(sequence);
          },
        });
        for (const [coversMs, { isDraft }] of plan.entries())
          writer.push({ ...slice(10, coversMs), isDraft });
        expect((await writer.drained()).bytes).toBe(10 * plan.length);
        expect(written).toHaveLength(plan.length);
        expect(written).toEqual([...new Set(written)].sort((one, other) => one - other));
        expect(writer.held).toEqual([]);
      }),
      { numRuns: 30 },
    );
  });

  it('stops at a slice that the disk goes on refusing: what came before is safe, the rest is held, in order', async () => {
    const failures: Failure[] = [];
    const saves: Saved[] = [];
    const onTry = vi.fn();
    const writer = writerOf({
      async write({ sequence }) {
        onTry(sequence);
        if (sequence === 1) throw new DOMException('The connection was closed', 'AbortError');
      },
      onSaved: (saved) => saves.push(saved),
      onFailure: (failure) => failures.push(failure),
    });
    for (const covers of [1, 2, 3]) writer.push(slice(10, covers));
    expect(await writer.drained()).toEqual({ bytes: 10, sliceCount: 1, coversMs: 1 });
    expect(saves).toHaveLength(1);
    expect(onTry.mock.calls.flat()).toEqual([0, 1, 1, 1]);
    expect(failures).toMatchObject([{ code: 'storage-failed' }]);
    expect(writer.held.map(({ sequence, after }) => [sequence, after.bytes])).toEqual([
      [1, 20],
      [2, 30],
    ]);
  });

  it.each([
    ['DataError', 'Failed to write blobs (IOError)'],
    ['QuotaExceededError', 'Encountered disk full while committing transaction.'],
  ])(
    'gives the reserve back where the disk is full (%s), ends the recording, and saves what is left',
    async (name, message) => {
      const failures: Failure[] = [];
      let room = 2;
      const writer = writerOf({
        async write() {
          if (room === 0) throw new DOMException(message, name);
          room -= 1;
        },
        async makeRoom() {
          room += 10;
        },
        onFailure: (failure) => failures.push(failure),
      });
      for (const covers of [1, 2, 3, 4]) writer.push(slice(10, covers));
      expect(await writer.drained()).toEqual({ bytes: 40, sliceCount: 4, coversMs: 4 });
      expect(failures).toMatchObject([{ code: 'disk-full' }]);
      expect(writer.held).toEqual([]);
    },
  );

  it('holds what the disk has no room for, even where the reserve can’t be given back', async () => {
    const writer = writerOf({
      write: () => Promise.reject(new DOMException('no space', 'QuotaExceededError')),
      makeRoom: () => Promise.reject(new DOMException('no', 'InvalidStateError')),
      onFailure: () => {},
    });
    writer.push(slice(10, 1));
    expect((await writer.drained()).bytes).toBe(0);
    expect(writer.held).toHaveLength(1);
  });
});
