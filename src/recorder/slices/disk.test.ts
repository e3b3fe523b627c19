import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { FailureError, failure, toStorageFailure } from '../../domain/failure';
import type { Slice } from '../../domain/recording';
import { startTestWorker } from '../../messaging/testing/test-worker';
import { openSliceDisk, type SliceDisk } from './disk';
import type { SliceStore } from './slice-store';

const opened: SliceDisk[] = [];
afterEach(async () => {
  for (const disk of opened.splice(0)) await disk.close();
});

/** A disk whose worker runs this store, served as in `disk-worker.ts`. */
function open(changes: Partial<SliceStore> = {}) {
  const log: string[] = [];
  const store: SliceStore = {
    open: async (container, id) => void log.push(`open ${container} ${id}`),
    async write({ sequence }) {
      log.push(`write ${sequence}`);
      return undefined;
    },
    makeRoom: () => void log.push('make room'),
    setMatrix: (matrix) => void log.push(`matrix ${matrix}`),
    rescue: async (held, type) =>
      new Blob(
        held.map(({ blob }) => blob),
        { type },
      ),
    close: () => void log.push('close'),
    ...changes,
  };
  const worker = startTestWorker(store, toStorageFailure);
  const disk = openSliceDisk('webm', 'a', () => worker);
  opened.push(disk);
  return { disk, log, worker };
}

const slice = (sequence: number, bytes = 3): Slice => ({
  recordingId: 'a',
  sequence,
  blob: new Blob([new Uint8Array(bytes)]),
  totalBytes: bytes,
  coversMs: 1,
});

const never = () => new Promise<never>(() => undefined);

describe('the disk', () => {
  it('opens the store first, and passes each call on in order', async () => {
    const { disk, log } = open({
      async write({ sequence, blob }) {
        log.push(`write ${sequence} of ${(await blob.arrayBuffer()).byteLength}`);
        return 40 * sequence;
      },
    });
    const written = [disk.write(slice(1)), disk.write(slice(2, 5)), disk.makeRoom()];
    expect(await Promise.all(written)).toEqual([40, 80, undefined]);
    expect(log).toEqual(['open webm a', 'write 1 of 3', 'write 2 of 5', 'make room']);
    disk.setMatrix('bt601');
    await disk.makeRoom();
    expect(log.at(-2)).toBe('matrix bt601');
    expect(await (await disk.rescue([slice(3)], 'video/webm')).arrayBuffer()).toHaveProperty('byteLength', 3);
  });

  it.each([
    ['the code of a failure', new FailureError('database-unknown', 'Version 9: notes'), 'database-unknown'],
    ['a full disk', new DOMException('Failed to write blobs (IOError)', 'DataError'), 'disk-full'],
    // Elsewhere an `UnknownError` is the encoder's.
    ['an error of IndexedDB', new DOMException('', 'UnknownError'), 'storage-failed'],
  ] as const)('reports %s as it was in the worker', async (_what, thrown, code) => {
    const { disk } = open({ write: () => Promise.reject(thrown) });
    const error: unknown = await disk.write(slice(0)).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(FailureError);
    expect((error as FailureError).failure.code).toBe(code);
    expect(toStorageFailure(error)).toEqual((error as FailureError).failure);
  });

  it('saves although the store could not be opened', async () => {
    const { disk, log } = open({ open: () => Promise.reject(new Error('no reserve')) });
    await disk.write(slice(0));
    expect(log).toEqual(['write 0']);
  });

  it('rejects all calls, those that wait and those to come, once the worker crashed or did not load', async () => {
    const { disk, worker } = open({ write: never });
    const waiting = [disk.write(slice(0)), disk.write(slice(1))];
    worker.crash('SyntaxError');
    for (const call of [...waiting, disk.write(slice(2)), disk.makeRoom(), disk.rescue([], 'video/webm')]) {
      await expect(call).rejects.toMatchObject({ name: 'OperationError' });
    }
    await disk.close();
    expect(toStorageFailure(await waiting[0]?.catch((error: unknown) => error))).toEqual(
      failure('storage-failed', 'OperationError: SyntaxError'),
    );
  });

  it('ends the worker once the reserve is returned', async () => {
    const { disk, log, worker } = open();
    await disk.close();
    expect(log.at(-1)).toBe('close');
    expect(worker.isTerminated).toBe(true);
  });
});

describe('the patience with the disk', () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }));
  afterEach(() => void vi.useRealTimers());

  it.each([
    ['20 s', 0, 20_000],
    ['1 s more for each megabyte', 5_000_000, 25_000],
  ])('lasts %s', async (_what, bytes, ms) => {
    const { disk } = open({ write: never, close: () => undefined });
    let error: unknown;
    disk.write(slice(0, bytes)).catch((reason: unknown) => {
      error = reason;
    });
    await vi.advanceTimersByTimeAsync(ms - 1);
    expect(error).toBeUndefined();
    await vi.advanceTimersByTimeAsync(1);
    expect(error).toMatchObject({ name: 'TimeoutError' });
    // The worker still carries out the write, so it can't close.
    const closed = disk.close();
    await vi.advanceTimersByTimeAsync(20_000);
    await closed;
  });
});
