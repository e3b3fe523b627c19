import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { type Failure, FailureError } from '../../domain/failure';
import { type Slice, slicesUpTo, totalsUpTo } from '../../domain/recording';
import type { PendingSlice } from './collector';
import type { SliceDisk } from './disk';
import { createSliceWriter, type SliceWriterDeps } from './writer';

function slice(bytes: number, coversMs = 0): PendingSlice {
  return { blob: new Blob([new Uint8Array(bytes)]), coversMs, isDraft: false };
}

/** A writer that does not wait long, and what it has saved. */
function writerOf(
  write: (slice: Slice) => Promise<unknown>,
  { makeRoom, ...deps }: Partial<SliceWriterDeps> & Partial<Pick<SliceDisk, 'makeRoom'>> = {},
) {
  const saves: Slice[] = [];
  const writer = createSliceWriter('a', {
    disk: {
      async write(pushed) {
        const endMs = await write(pushed);
        return typeof endMs === 'number' ? endMs : undefined;
      },
      makeRoom: makeRoom ?? (async () => undefined),
    },
    onFailure: () => expect.unreachable(),
    retryAfterMs: [0, 0],
    ...deps,
    onSaved(saved, endMs) {
      saves.push(saved);
      deps.onSaved?.(saved, endMs);
    },
  });
  return {
    writer,
    saves,
    /** The totals on disk once all is written. */
    async drained() {
      await writer.drained();
      return totalsUpTo(saves.at(-1));
    },
  };
}

describe('createSliceWriter', () => {
  it('writes in order, one at a time, whatever the disk does', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(20), { maxLength: 30 }), async (sizes) => {
        const written: number[] = [];
        let busy = false;
        const { writer, drained } = writerOf(
          async ({ blob, sequence }) => {
            expect(busy).toBe(false);
            busy = true;
            for (let turn = 0; turn < blob.size % 4; turn += 1) await Promise.resolve();
            expect(sequence).toBe(written.length);
            written.push(blob.size);
            busy = false;
          },
          { onSaved: (saved) => expect(totalsUpTo(saved).sliceCount).toBe(written.length) },
        );
        for (const [index, size] of sizes.entries()) writer.push(slice(size, index));
        const saved = await drained();
        expect(written).toEqual(sizes);
        expect(saved).toEqual({
          bytes: sizes.reduce((sum, size) => sum + size, 0),
          sliceCount: sizes.length,
          durationMs: Math.max(0, sizes.length - 1),
        });
      }),
    );
  });

  it('numbers slices as they are stored, and passes on what the disk reports about them', async () => {
    const onSaved = vi.fn<SliceWriterDeps['onSaved']>();
    const { writer, drained } = writerOf(async ({ sequence }) => (sequence === 0 ? 240 : undefined), {
      onSaved,
    });
    const [first, second] = [slice(3, 250), slice(4, 500)];
    writer.push(first);
    writer.push(second);
    await drained();
    expect(onSaved.mock.calls).toEqual([
      [{ recordingId: 'a', sequence: 0, blob: first.blob, totalBytes: 3, coversMs: 250 }, 240],
      [{ recordingId: 'a', sequence: 1, blob: second.blob, totalBytes: 7, coversMs: 500 }, undefined],
    ]);
  });

  it('fails once if the disk is too slow, and still writes everything', async () => {
    const failures: Failure[] = [];
    let release = () => {};
    const disk = new Promise<void>((resolve) => {
      release = resolve;
    });
    const { writer, drained } = writerOf(() => disk, {
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
    expect((await drained()).bytes).toBe(240);
  });

  it('accepts a slice of any size, and small ones behind it', async () => {
    const onFailure = vi.fn();
    const { writer } = writerOf(async () => {}, { onFailure, limit: 10 });
    writer.push(slice(1000));
    writer.push(slice(1));
    await writer.drained();
    writer.push(slice(1000));
    await writer.drained();
    expect(onFailure).not.toHaveBeenCalled();
  });

  it('numbers drafts before their slice, and counts them as one', async () => {
    const written: number[] = [];
    const { writer, saves, drained } = writerOf(async ({ sequence }) => void written.push(sequence));
    const draft = (bytes: number, coversMs: number) => ({ ...slice(bytes, coversMs), isDraft: true });
    for (const next of [draft(1, 1), draft(1, 2), slice(1, 3), slice(1, 4), draft(1, 5)]) writer.push(next);
    expect(await drained()).toEqual({ bytes: 5, sliceCount: 3, durationMs: 5 });
    expect(written).toEqual([...written].sort((one, other) => one - other));
    expect(written.map(slicesUpTo)).toEqual([1, 1, 1, 2, 3]);
    expect(written.map(Number.isInteger)).toEqual([false, false, true, true, false]);
    expect(saves.map((saved) => totalsUpTo(saved).sliceCount)).toEqual([1, 1, 1, 2, 3]);
  });

  it('retries a slice that the disk refused, in order, and numbers none twice', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.record({ refusals: fc.nat(2), isDraft: fc.boolean() })), async (plan) => {
        const left = plan.map(({ refusals }) => refusals);
        const written: number[] = [];
        const { writer, drained } = writerOf(async ({ coversMs, sequence }) => {
          const refusals = left[coversMs] ?? 0;
          left[coversMs] = refusals - 1;
          if (refusals > 0) throw new DOMException('for once', 'AbortError');
          written.push(sequence);
        });
        for (const [coversMs, { isDraft }] of plan.entries())
          writer.push({ ...slice(10, coversMs), isDraft });
        expect((await drained()).bytes).toBe(10 * plan.length);
        expect(written).toHaveLength(plan.length);
        expect(written).toEqual([...new Set(written)].sort((one, other) => one - other));
        expect(writer.held).toEqual([]);
      }),
      { numRuns: 30 },
    );
  });

  it('stops at a slice that the disk keeps refusing: those before are safe, the rest is held, in order', async () => {
    const failures: Failure[] = [];
    const onTry = vi.fn();
    const { writer, saves, drained } = writerOf(
      async ({ sequence }) => {
        onTry(sequence);
        if (sequence === 1) throw new DOMException('The connection was closed', 'AbortError');
      },
      { onFailure: (failure) => failures.push(failure) },
    );
    for (const covers of [1, 2, 3]) writer.push(slice(10, covers));
    expect(await drained()).toEqual({ bytes: 10, sliceCount: 1, durationMs: 1 });
    expect(saves).toHaveLength(1);
    expect(onTry.mock.calls.flat()).toEqual([0, 1, 1, 1]);
    expect(failures).toMatchObject([{ code: 'storage-failed' }]);
    expect(writer.held.map(({ sequence, totalBytes }) => [sequence, totalBytes])).toEqual([
      [1, 20],
      [2, 30],
    ]);
  });

  it('fails with the code of the disk', async () => {
    const onFailure = vi.fn();
    const refused = () => Promise.reject(new FailureError('database-unknown', 'Version 9: notes'));
    const { writer } = writerOf(refused, { onFailure });
    writer.push(slice(10));
    await writer.drained();
    expect(onFailure).toHaveBeenCalledExactlyOnceWith({
      code: 'database-unknown',
      detail: 'Version 9: notes',
    });
  });

  it.each([
    ['DataError', 'Failed to write blobs (IOError)'],
    ['QuotaExceededError', 'Encountered disk full while committing transaction.'],
  ])(
    'returns the reserve if the disk is full (%s), ends the recording, and saves the rest',
    async (name, message) => {
      const failures: Failure[] = [];
      let room = 2;
      const { writer, drained } = writerOf(
        async () => {
          if (room === 0) throw new DOMException(message, name);
          room -= 1;
        },
        {
          async makeRoom() {
            room += 10;
          },
          onFailure: (failure) => failures.push(failure),
        },
      );
      for (const covers of [1, 2, 3, 4]) writer.push(slice(10, covers));
      expect(await drained()).toEqual({ bytes: 40, sliceCount: 4, durationMs: 4 });
      expect(failures).toMatchObject([{ code: 'disk-full' }]);
      expect(writer.held).toEqual([]);
    },
  );

  it('holds what the disk has no room for, even if the reserve can’t be returned', async () => {
    const { writer, drained } = writerOf(
      () => Promise.reject(new DOMException('no space', 'QuotaExceededError')),
      {
        makeRoom: () => Promise.reject(new DOMException('no', 'InvalidStateError')),
        onFailure: () => {},
      },
    );
    writer.push(slice(10, 1));
    expect((await drained()).bytes).toBe(0);
    expect(writer.held).toHaveLength(1);
  });
});
