import { describe, expect, it, vi } from 'vitest';
import { FailureError, failure, toStorageFailure } from '../domain/failure';
import type { Recording, RecordingId } from '../domain/recording';
import type { Timeline } from '../domain/timeline';
import { startTestWorker, type TestWorker } from '../messaging/testing/test-worker';
import { type Copies, createMediaReader } from './media-reader';
import type { MediaHandlers } from './media-worker';

const recordings = ['a', 'b', 'c'].map((id) => ({ id: id as RecordingId }) as Recording);
const [recording] = recordings as [Recording, Recording, Recording];

const noTimeline: Timeline = {
  durationMs: 0,
  slices: {
    startMs: new Float64Array(),
    endMs: new Float64Array(),
    bytes: new Float64Array(),
    commitMs: new Float64Array(),
    counts: new Uint32Array(),
  },
  events: [],
};

const handlers: MediaHandlers = {
  open: async ({ id }) => ({ file: new Blob([id]), damage: undefined }),
  openPieces: async ({ id }) => new Blob([id, id]),
  cutPlaces: async () => ({ places: Float64Array.of(0, 2000) }),
  openJoined: async ({ id }) => ({ file: new Blob([id]), startsMs: Float64Array.of(0, 9) }),
  cut: async ({ id }, parts) => parts.map((_, index) => `${id}${index}`),
  timeline: async ({ id }) => ({ ...noTimeline, durationMs: id.length }),
  async inspect(all, inspected) {
    for (const { id } of all) await inspected(id, id === 'b' ? { what: 'no-media' } : undefined);
  },
};

function setUp(changed: Partial<MediaHandlers> = {}, changedCopies: Partial<Copies> = {}) {
  const workers: TestWorker[] = [];
  const delayed: (() => void)[] = [];
  const deleted: string[] = [];
  const reader = createMediaReader({
    copies: {
      open: async () => 'page',
      async delete(page, name) {
        deleted.push(`${page}/${name}`);
      },
      ...changedCopies,
    },
    startWorker() {
      const worker = startTestWorker({ ...handlers, ...changed }, toStorageFailure);
      workers.push(worker);
      return worker;
    },
    later(ms, task) {
      expect(ms).toBe(1000);
      delayed.push(task);
      return () => undefined;
    },
  });
  return { reader, workers, delayed, deleted };
}

/** What the worker of an opening does next. */
interface Steps {
  readonly write: () => Promise<void>;
  readonly finish: () => void;
  readonly fail: () => void;
}

/** Openings of recordings, each of which goes on when the test wants it. */
function setUpOpenings(copies: Partial<Copies> = {}) {
  /** The names of those that have reached their worker. */
  const begun: string[] = [];
  const steps = new Map<string, Steps>();
  const open: MediaHandlers['open'] = ({ id, name }, _page, progress) =>
    new Promise((resolve, reject) => {
      begun.push(name);
      steps.set(name, {
        write: () => progress(0.5),
        finish: () => resolve({ file: new Blob([id]), damage: undefined }),
        fail: () => reject(new FailureError('disk-full')),
      });
    });
  const { reader, deleted } = setUp({ open }, copies);
  const begin = (name: string, { id } = recording) => {
    const stop = new AbortController();
    const watch = { signal: stop.signal, progress: () => undefined };
    const opening = reader.open({ ...recording, id, name }, watch);
    const worker = () => vi.waitFor(() => steps.get(name) ?? expect.fail(`${name} has not begun`));
    return {
      write: async () => (await worker()).write(),
      async finish() {
        (await worker()).finish();
        await opening;
      },
      async fail() {
        (await worker()).fail();
        await expect(opening).rejects.toMatchObject({ failure: { code: 'disk-full' } });
      },
      async abort() {
        stop.abort(new Error('enough'));
        await expect(opening).rejects.toThrow('enough');
      },
    };
  };
  return { begin, begun, deleted };
}

const notAborted = new AbortController().signal;
const never = () => new Promise<never>(() => undefined);

describe('a recording', () => {
  it('is opened in a worker, which ends with it', async () => {
    const { reader, workers } = setUp();
    const { file, damage } = await reader.open(recording);
    expect(await file.text()).toBe('a');
    expect(damage).toBeUndefined();
    expect(await (await reader.openPieces(recording)).text()).toBe('aa');
    expect(await reader.timeline(recording)).toEqual({ ...noTimeline, durationMs: 1 });
    expect(workers.map(({ isTerminated }) => isTerminated)).toEqual([true, true, true]);
  });

  it('is copied into the folder of the page, with progress; what was written is deleted if that is aborted', async () => {
    const shares: number[] = [];
    const open: MediaHandlers['open'] = async (_recording, page, progress) => {
      expect(page).toBe('page');
      await progress(0.5);
      return never();
    };
    const { reader, workers, deleted } = setUp({ open });
    const stop = new AbortController();
    const opening = reader.open(recording, {
      signal: stop.signal,
      progress(share) {
        shares.push(share);
        stop.abort(new Error('enough'));
      },
    });
    await expect(opening).rejects.toThrow('enough');
    expect(shares).toEqual([0.5]);
    expect(deleted).toEqual(['page/a']);
    expect(workers.map(({ isTerminated }) => isTerminated)).toEqual([true]);
  });

  it('keeps a copy that was there before, if opening it again is aborted', async () => {
    const { begin, deleted } = setUpOpenings();
    const first = begin('first');
    await first.finish();
    const second = begin('second');
    await second.write();
    await second.abort();
    expect(deleted).toEqual([]);
  });

  it('keeps a copy that another opening waits for, until that fails too', async () => {
    const { begin, deleted } = setUpOpenings();
    const [first, second, third] = [begin('first'), begin('second'), begin('third')];
    await first.write();
    await first.abort();
    await third.abort();
    expect(deleted).toEqual([]);
    await second.fail();
    expect(deleted).toEqual(['page/a']);
  });

  it('keeps a copy that another opening has used meanwhile', async () => {
    const { begin, deleted } = setUpOpenings();
    const [first, second] = [begin('first'), begin('second')];
    await first.write();
    await second.finish();
    await first.abort();
    expect(deleted).toEqual([]);
  });

  it('is opened again only once the copy of an aborted opening is deleted', async () => {
    let end = () => {};
    const deletion = new Promise<void>((resolve) => {
      end = resolve;
    });
    const remove = vi.fn(() => deletion);
    const { begin, begun } = setUpOpenings({ delete: remove });
    const first = begin('first');
    await first.write();
    const aborted = first.abort();
    await vi.waitFor(() => expect(remove).toHaveBeenCalledWith('page', 'a'));
    const second = begin('second');
    // Another recording isn't delayed.
    await begin('another', recordings[1]).finish();
    expect(begun).toEqual(['first', 'another']);
    end();
    await aborted;
    await second.finish();
    expect(begun).toEqual(['first', 'another', 'second']);
  });

  it('is opened again if the copy of an aborted opening can’t be deleted', async () => {
    const refuse = () => Promise.reject(new DOMException('', 'UnknownError'));
    const { begin } = setUpOpenings({ delete: refuse });
    const first = begin('first');
    await first.write();
    await first.abort();
    await begin('second').finish();
  });

  it('that is joined is copied under a name of its own, which is deleted if that is aborted', async () => {
    const names: string[] = [];
    const openJoined: MediaHandlers['openJoined'] = async (_recording, page, name, progress) => {
      expect(page).toBe('page');
      names.push(name);
      await progress(0.5);
      return never();
    };
    const { reader, deleted } = setUp({ openJoined });
    for (const stop of [new AbortController(), new AbortController()]) {
      const progress = () => stop.abort(new Error('enough'));
      const opening = reader.openJoined(recording, { signal: stop.signal, progress });
      await expect(opening).rejects.toThrow('enough');
    }
    expect(deleted).toEqual(names.map((name) => `page/${name}`));
    expect(new Set(names).size).toBe(2);
  });

  it('of an unknown database fails as such', async () => {
    const open = () => Promise.reject(new FailureError('database-unknown', 'Version 8: notes'));
    const { reader, workers } = setUp({ open, openPieces: open });
    const openings = [reader.open(recording), reader.openPieces(recording)];
    for (const opening of await Promise.allSettled(openings)) {
      const error = opening.status === 'rejected' && opening.reason;
      expect(toStorageFailure(error)).toEqual(failure('database-unknown', 'Version 8: notes'));
    }
    expect(workers.every(({ isTerminated }) => isTerminated)).toBe(true);
  });

  it('that can’t be read fails with the error of the storage', async () => {
    const open = () => Promise.reject(new DOMException('A slice is gone', 'NotReadableError'));
    const error = await setUp({ open })
      .reader.open(recording)
      .catch((thrown: unknown) => thrown);
    expect(toStorageFailure(error)).toEqual(failure('storage-failed', 'NotReadableError: A slice is gone'));
  });

  it('fails if the worker does not load', async () => {
    const { reader, workers } = setUp({ open: never });
    const opening = reader.open(recording);
    workers[0]?.crash('SyntaxError');
    await expect(opening).rejects.toMatchObject({ name: 'OperationError', message: 'SyntaxError' });
  });

  it('is opened the next time if the folder of the copies was refused', async () => {
    const openFolder = vi.fn(async () => 'page');
    openFolder.mockRejectedValueOnce(new DOMException('Not fully active', 'InvalidStateError'));
    const { reader } = setUp({}, { open: openFolder });
    await expect(reader.open(recording)).rejects.toMatchObject({ name: 'InvalidStateError' });
    for (const opened of [await reader.open(recording), await reader.open(recording)]) {
      expect(await opened.file.text()).toBe('a');
    }
    expect(openFolder).toHaveBeenCalledTimes(2);
  });
});

describe('the worker for the next file', () => {
  it('is started beforehand, and again a second after a file was opened', async () => {
    const { reader, workers, delayed } = setUp();
    reader.prepare();
    reader.prepare();
    expect(workers).toHaveLength(1);
    await reader.open(recording);
    expect(workers).toHaveLength(1);
    expect(delayed).toHaveLength(1);
    delayed[0]?.();
    expect(workers).toHaveLength(2);
    await reader.open(recording);
    expect(workers).toHaveLength(2);
  });

  it('is started also after a file that could not be opened', async () => {
    const { reader, delayed } = setUp({ open: () => Promise.reject(new Error('no')) });
    await expect(reader.open(recording)).rejects.toThrow();
    expect(delayed).toHaveLength(1);
  });

  it('is replaced if it did not load', async () => {
    const { reader, workers } = setUp();
    reader.prepare();
    workers[0]?.crash('Failed to load');
    const prepare = () => {
      reader.prepare();
      return workers.length;
    };
    await expect.poll(prepare).toBe(2);
    expect(await (await reader.open(recording)).file.text()).toBe('a');
  });

  it('is kept while recordings are inspected, or saved in pieces', async () => {
    const { reader, workers } = setUp();
    reader.prepare();
    await reader.inspect(recordings, () => undefined, notAborted);
    await reader.openPieces(recording);
    expect(workers.map(({ isTerminated }) => isTerminated)).toEqual([false, true, true]);
  });
});

describe('an inspection', () => {
  it('reports each recording, and ends its worker', async () => {
    const { reader, workers } = setUp();
    const inspected: unknown[] = [];
    await reader.inspect(recordings, (...report) => inspected.push(report), notAborted);
    expect(inspected).toEqual([
      ['a', undefined],
      ['b', { what: 'no-media' }],
      ['c', undefined],
    ]);
    expect(workers[0]?.isTerminated).toBe(true);
  });

  it('ends at once, with its worker, when it is aborted', async () => {
    const { reader, workers } = setUp({
      async inspect(_all, inspected) {
        await inspected(recording.id, undefined);
        return never();
      },
    });
    const interruption = new AbortController();
    const inspected: unknown[] = [];
    const inspecting = reader.inspect(
      recordings,
      (id) => {
        inspected.push(id);
        interruption.abort();
        expect(workers[0]?.isTerminated).toBe(true);
      },
      interruption.signal,
    );
    await expect(inspecting).rejects.toMatchObject({ name: 'AbortError' });
    expect(inspected).toEqual(['a']);
  });

  it('does not begin if it was aborted before', async () => {
    const { reader, workers } = setUp();
    await expect(reader.inspect(recordings, () => undefined, AbortSignal.abort())).rejects.toMatchObject({
      name: 'AbortError',
    });
    expect(workers).toEqual([]);
  });

  it('fails with the code of the storage', async () => {
    const inspect = () => Promise.reject(new FailureError('database-unknown'));
    const { reader } = setUp({ inspect });
    await expect(reader.inspect(recordings, () => undefined, notAborted)).rejects.toMatchObject({
      failure: failure('database-unknown'),
    });
  });
});
