import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { stopFloorBytes } from '../domain/disk-space';
import { type Failure, FailureError, failure } from '../domain/failure';
import { type FormatId, formatById } from '../domain/format';
import { type CaptureOptions, defaultOptions } from '../domain/options';
import { type Recording, type Slice, totalsUpTo } from '../domain/recording';
import type { Rescue } from '../domain/snapshot';
import { type RecordingDeps, type RecordingEvents, startRecording } from './recording';

/** A `MediaRecorder` that sends what the test makes it send. */
class FakeMediaRecorder {
  state: RecordingState = 'inactive';
  onstart: (() => void) | null = null;
  ondataavailable: ((event: { data: Blob }) => void) | null = null;
  onerror: ((event: { error: unknown }) => void) | null = null;
  onstop: (() => void) | null = null;
  readonly requestData = vi.fn();
  readonly start = vi.fn(() => {
    this.state = 'recording';
  });
  readonly pause = () => {
    this.state = 'paused';
  };
  readonly resume = () => {
    this.state = 'recording';
  };
  /** The last data, and the event `stop`, come later. */
  readonly stop = vi.fn(() => {
    this.state = 'inactive';
  });

  send(bytes: number): void {
    this.ondataavailable?.({ data: new Blob(['x'.repeat(bytes)]) });
  }

  /** What follows `stop()`. */
  end(bytes = 0): void {
    this.state = 'inactive';
    this.send(bytes);
    this.onstop?.();
  }
}

interface Choices {
  readonly options?: Partial<CaptureOptions>;
  readonly format?: FormatId;
  readonly deps?: Partial<RecordingDeps>;
  readonly assertWanted?: RecordingEvents['assertWanted'];
}

/** A recording whose encoder, disk and clock the test drives. */
function setUp({
  options = {},
  format = 'webm-vp8',
  deps = {},
  assertWanted = () => undefined,
}: Choices = {}) {
  const recorder = new FakeMediaRecorder();
  const onDisk: Slice[] = [];
  /** How far ahead the monotonic clock is of the timers, in ms: the process stood still. */
  const clock = { frozenMs: 0 };
  const rows = new Map<string, Recording>();
  const disk = {
    write: vi.fn(async (slice: Slice): Promise<number | undefined> => {
      onDisk.push(slice);
      return slice.coversMs - 40;
    }),
    makeRoom: vi.fn(async () => undefined),
    setMatrix: vi.fn(),
    rescue: vi.fn(async (held: readonly Slice[]) => new Blob([...onDisk, ...held].map(({ blob }) => blob))),
    close: vi.fn(async (): Promise<number | undefined> => undefined),
  };
  const events = {
    assertWanted: vi.fn(assertWanted),
    started: vi.fn(),
    progressed: vi.fn(),
    failed: vi.fn(),
    reached: vi.fn(),
    ended: vi.fn(),
  };
  const stream = { active: true, getVideoTracks: () => [{}], getAudioTracks: () => [{}] };
  let level: (level: number) => void = () => undefined;
  const onLevel = (listener: typeof level) => {
    level = listener;
  };
  const sources = {
    stream: stream as unknown as MediaStream,
    ease: vi.fn(),
    sourcePeak: () => undefined,
    onLevel,
  };
  const recordingDeps = {
    createMediaRecorder: vi.fn(() => recorder as unknown as MediaRecorder),
    openDisk: vi.fn(() => disk),
    freeSpace: async () => ({ freeBytes: 1e12 }),
    now: () => Date.now() + clock.frozenMs,
    async createRecording(row) {
      rows.set(row.id, row);
    },
    async updateRecording(id, change) {
      const row = rows.get(id);
      if (row !== undefined) rows.set(id, { ...row, ...change } as Recording);
      return row !== undefined;
    },
    async deleteRecording(id) {
      rows.delete(id);
    },
    savedTotals: async () => totalsUpTo(onDisk.at(-1)),
    ...deps,
  } satisfies RecordingDeps;
  return {
    recorder,
    disk,
    onDisk,
    clock,
    sources,
    stream,
    events,
    sample: (peak: number) => level(peak),
    deps: recordingDeps,
    row: () => rows.get('a'),
    start: () =>
      startRecording(
        {
          id: 'a',
          plan: { name: 'Lesson', options: { ...defaultOptions, timesliceMs: 250, ...options } },
          sources,
          size: { width: 640, height: 360 },
          format: formatById(format),
        },
        events,
        recordingDeps,
      ),
  };
}

const noReason = () => undefined;
const noRescue = () => expect.unreachable();
const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('the start of a recording', () => {
  it('writes the row, then runs MediaRecorder with the timeslice', async () => {
    const { start, row, recorder, deps, events, disk } = setUp();
    recorder.start.mockImplementation(() => {
      expect(row()).toBeDefined();
      expect(events.assertWanted).toHaveBeenCalledOnce();
    });
    await start();
    expect(row()).toEqual({
      id: 'a',
      name: 'Lesson',
      createdAt: Date.now(),
      source: 'tab',
      format: 'webm-vp8',
      mimeType: 'video/webm;codecs=vp8,opus',
      timesliceMs: 250,
      width: 640,
      height: 360,
      hasAudio: true,
      state: 'recording',
      durationMs: 0,
      bytes: 0,
      sliceCount: 0,
      ranges: [{ mediaId: 'a' }],
    });
    expect(deps.createMediaRecorder).toHaveBeenCalledExactlyOnceWith(expect.anything(), {
      mimeType: 'video/webm;codecs=vp8,opus',
      videoBitsPerSecond: 2_500_000,
      audioBitsPerSecond: 128_000,
      videoKeyFrameIntervalDuration: 2000,
    });
    expect(deps.openDisk).toHaveBeenCalledExactlyOnceWith('webm', 'a');
    expect(recorder.start).toHaveBeenCalledExactlyOnceWith(250);
    recorder.onstart?.();
    expect(events.started).toHaveBeenCalledOnce();
    expect(disk.close).not.toHaveBeenCalled();
  });

  it.each<[string, Choices, object]>([
    [
      'the row can’t be written',
      { deps: { createRecording: () => Promise.reject(new DOMException('', 'NotFoundError')) } },
      { failure: { code: 'storage-failed' } },
    ],
    [
      'the database is not ours',
      { deps: { createRecording: () => Promise.reject(new FailureError('database-unknown', 'Version 9')) } },
      { failure: { code: 'database-unknown', detail: 'Version 9' } },
    ],
    [
      'it is not wanted any more',
      {
        assertWanted() {
          throw new FailureError('start-cancelled');
        },
      },
      { failure: { code: 'start-cancelled' } },
    ],
  ])('leaves nothing behind if %s', async (_when, choices, error) => {
    const { start, row, recorder, disk } = setUp(choices);
    await expect(start()).rejects.toMatchObject(error);
    expect(row()).toBeUndefined();
    expect(recorder.start).not.toHaveBeenCalled();
    expect(disk.close).toHaveBeenCalledOnce();
    expect(vi.getTimerCount()).toBe(0);
  });

  it('leaves nothing behind if MediaRecorder refuses', async () => {
    const { start, row, recorder, disk } = setUp();
    recorder.start.mockImplementation(() => {
      throw new DOMException('no', 'NotSupportedError');
    });
    await expect(start()).rejects.toMatchObject({ name: 'NotSupportedError' });
    expect(row()).toBeUndefined();
    expect(disk.close).toHaveBeenCalledOnce();
    expect(vi.getTimerCount()).toBe(0);
  });

  it('stops at once if all tracks ended meanwhile', async () => {
    const { start, recorder, stream } = setUp();
    stream.active = false;
    await start();
    expect(recorder.stop).toHaveBeenCalledOnce();
  });
});

describe('the way of the data', () => {
  it('takes no late first frame for a slow encoder', async () => {
    const { start, recorder, disk, sources } = setUp();
    let lagMs = 0;
    disk.write.mockImplementation(async ({ coversMs }) => coversMs - 9000 - lagMs);
    await start();
    for (lagMs of [0, 0, 1500]) {
      await pass(250);
      recorder.send(10);
      await pass(0);
    }
    expect(sources.ease.mock.calls).toEqual([[0], [0], [1500]]);
  });

  it('leads each event to the disk as a slice, whatever comes when', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ bytes: fc.nat(50), afterMs: fc.integer({ min: 1, max: 400 }) })),
        async (sent) => {
          const { start, recorder, onDisk, row, sources } = setUp();
          const running = await start();
          const expected: Slice[] = [];
          let coversMs = 0;
          let totalBytes = 0;
          for (const { bytes, afterMs } of sent) {
            await pass(afterMs);
            coversMs += afterMs;
            totalBytes += bytes;
            recorder.send(bytes);
            if (bytes === 0) continue;
            const blob = expect.objectContaining({ size: bytes });
            expected.push({ recordingId: 'a', sequence: expected.length, blob, totalBytes, coversMs });
          }
          running.stop();
          recorder.end();
          expect(await running.finish(noReason, noRescue)).toBe(expected.length > 0);
          expect(onDisk).toEqual(expected);
          expect(sources.ease.mock.calls).toEqual(expected.map(() => [0]));
          expect(row()).toEqual(
            expected.length === 0
              ? undefined
              : expect.objectContaining({ state: 'complete', ...totalsUpTo(expected.at(-1)) }),
          );
          expect(vi.getTimerCount()).toBe(0);
        },
      ),
      { numRuns: 40 },
    );
  });

  it('counts a slice once it is on disk', async () => {
    const { start, recorder, disk, events } = setUp();
    let commit: (endMs: undefined) => void = () => undefined;
    disk.write.mockReturnValue(
      new Promise((resolve) => {
        commit = resolve;
      }),
    );
    const running = await start();
    await pass(250);
    recorder.send(1000);
    await pass(100);
    expect(running.progress()).toMatchObject({ bytes: 0, sliceCount: 0, safeMs: 0, elapsedMs: 350 });
    expect(running.progress().savedAt).toBeUndefined();
    events.progressed.mockClear();
    commit(undefined);
    await pass(0);
    expect(events.progressed).toHaveBeenCalledOnce();
    expect(running.progress()).toMatchObject({
      source: 'tab',
      container: 'webm',
      timesliceMs: 250,
      bytes: 1000,
      sliceCount: 1,
      safeMs: 250,
      savedAt: Date.now(),
      stalled: false,
      unanswered: false,
      disk: { low: false },
    });
  });

  it('requests drafts of a long timeslice every second, in the same rhythm after a pause', async () => {
    const { start, recorder, onDisk } = setUp({ options: { timesliceMs: 5000 } });
    const running = await start();
    await pass(1000);
    expect(recorder.requestData).toHaveBeenCalledTimes(1);
    recorder.send(10);
    await pass(900);
    running.pause();
    expect(recorder.requestData).toHaveBeenCalledTimes(2);
    recorder.send(10);
    await pass(2200);
    expect(recorder.requestData).toHaveBeenCalledTimes(5);
    for (const _ of [1, 2, 3]) recorder.send(0);
    running.resume();
    await pass(900);
    expect(recorder.requestData).toHaveBeenCalledTimes(6);
    recorder.send(10);
    await pass(0);
    expect(onDisk.map(({ sequence, coversMs }) => [Number.isInteger(sequence), coversMs])).toEqual([
      [false, 1000],
      [false, 1900],
      [false, 2800],
    ]);
  });

  it('saves all that was recorded before a pause, also what the encoder delivers in it, in the same slice', async () => {
    const { start, recorder, onDisk } = setUp({ options: { timesliceMs: 1000 } });
    const running = await start();
    await pass(700);
    running.pause();
    recorder.send(10);
    await pass(1000);
    recorder.send(5);
    running.resume();
    await pass(300);
    recorder.send(3);
    await pass(0);
    expect(onDisk.map(({ sequence, coversMs }) => [Number.isInteger(sequence), coversMs])).toEqual([
      [false, 700],
      [false, 700],
      [true, 1000],
    ]);
  });

  it('saves nothing at a pause without a timeslice: that is one Blob, until the user asks', async () => {
    const { start, recorder } = setUp({ options: { timesliceMs: null } });
    const running = await start();
    await pass(700);
    running.pause();
    await pass(3000);
    expect(recorder.requestData).not.toHaveBeenCalled();
  });

  it('saves what is there when the user asks', async () => {
    const { start, recorder, onDisk } = setUp({ options: { timesliceMs: null } });
    const running = await start();
    expect(recorder.start).toHaveBeenCalledExactlyOnceWith(undefined);
    running.requestData();
    expect(recorder.requestData).toHaveBeenCalledOnce();
    recorder.send(10);
    await pass(0);
    expect(onDisk).toHaveLength(1);
  });
});

describe('the watches over a recording', () => {
  it('warn of a stall until data is on disk again, and not in a pause', async () => {
    const { start, recorder, events } = setUp();
    const running = await start();
    await pass(2500);
    expect(running.progress().stalled).toBe(true);
    expect(events.progressed).toHaveBeenCalled();
    recorder.send(10);
    await pass(0);
    expect(running.progress().stalled).toBe(false);
    running.pause();
    await pass(60_000);
    expect(running.progress()).toMatchObject({ stalled: false, unanswered: false, elapsedMs: 2500 });
    running.resume();
    await pass(2500);
    expect(running.progress().stalled).toBe(true);
  });

  it('request data after 10 s without any', async () => {
    const { start, recorder } = setUp();
    const running = await start();
    await pass(9000);
    recorder.send(10);
    await pass(9999);
    expect(recorder.requestData).not.toHaveBeenCalled();
    await pass(1);
    expect(recorder.requestData).toHaveBeenCalledOnce();
    await pass(2000);
    expect(running.progress().unanswered).toBe(true);
  });

  it('mark the gap when the browser stood still', async () => {
    const { start, recorder, clock, row } = setUp();
    const running = await start();
    await pass(1000);
    recorder.send(10);
    clock.frozenMs = 20_000;
    await pass(250);
    const marks = [{ atMs: 1000, gapMs: 20_250 }];
    expect(row(), 'at once').toMatchObject({ state: 'recording', marks });
    running.stop();
    recorder.end();
    await running.finish(noReason, noRescue);
    expect(row()).toMatchObject({ state: 'complete', marks });
  });

  it('write neither a gap nor the matrix to a disk that is almost full, until the end', async () => {
    const freeSpace = async () => ({ freeBytes: 100_000_000 });
    const { start, recorder, clock, row } = setUp({ deps: { freeSpace } });
    const running = await start();
    await pass(1000);
    recorder.send(10);
    clock.frozenMs = 20_000;
    await pass(250);
    running.setMatrix('bt601');
    await pass(0);
    expect(row()).not.toHaveProperty('marks');
    expect(row()).not.toHaveProperty('matrix');
    running.stop();
    recorder.end();
    await running.finish(noReason, noRescue);
    const marks = [{ atMs: 1000, gapMs: 20_250 }];
    expect(row()).toMatchObject({ state: 'complete', marks, matrix: 'bt601' });
  });

  it('write the matrix of the colors at once, and again at the end', async () => {
    const { start, recorder, row, disk } = setUp();
    const running = await start();
    await pass(1000);
    recorder.send(10);
    running.setMatrix('bt601');
    expect(disk.setMatrix, 'the packs state it').toHaveBeenCalledExactlyOnceWith('bt601');
    await pass(0);
    expect(row(), 'at once').toMatchObject({ state: 'recording', matrix: 'bt601' });
    running.stop();
    recorder.end();
    await running.finish(noReason, noRescue);
    expect(row()).toMatchObject({ state: 'complete', matrix: 'bt601' });
  });

  it('report the limits that the user set', async () => {
    const limits = { stopAfterMs: 60_000, stopAtBytes: 1_000_000 };
    const timed = setUp({ options: limits });
    await timed.start();
    await pass(60_000);
    expect(timed.events.reached).toHaveBeenCalledExactlyOnceWith({ what: 'time', ms: 60_000 });
    const sized = setUp({ options: limits });
    await sized.start();
    sized.recorder.send(1_000_000);
    await pass(0);
    expect(sized.events.reached).toHaveBeenCalledExactlyOnceWith({ what: 'size', bytes: 1_000_000 });
  });

  it('end the recording before the disk is full, also in a pause', async () => {
    let freeBytes = 1e12;
    const { start, recorder, events } = setUp({ deps: { freeSpace: async () => ({ freeBytes }) } });
    const running = await start();
    running.pause();
    freeBytes = stopFloorBytes - 1;
    await pass(2000);
    expect(events.failed).toHaveBeenCalledExactlyOnceWith(
      failure('disk-full', `${freeBytes} bytes are free`),
    );
    expect(recorder.stop).toHaveBeenCalledOnce();
  });

  it('are all stopped with the recording', async () => {
    const { start, recorder, events } = setUp({
      options: { timesliceMs: 5000, stopAfterMs: 60_000, stopOnSilence: true },
    });
    const running = await start();
    running.stop();
    running.stop();
    expect(recorder.stop).toHaveBeenCalledOnce();
    recorder.end();
    expect(events.ended).toHaveBeenCalledOnce();
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe('what the timeline shows', () => {
  it('is in the slices and in the row: peaks, pauses, and the last commit', async () => {
    const { start, recorder, onDisk, disk, sample, row } = setUp();
    const running = await start();
    for (let ms = 100; ms <= 600; ms += 100) {
      await pass(100);
      sample(ms / 1000);
      if (ms % 300 === 0) recorder.send(10);
    }
    running.pause();
    sample(1);
    await pass(2000);
    expect(row()).toMatchObject({ events: [{ what: 'paused', atMs: 600 }] });
    running.resume();
    running.follow({ sourceSoundGone: true });
    running.stop();
    disk.close.mockResolvedValue(7);
    recorder.end(5);
    await running.finish(noReason, noRescue);
    expect(onDisk.map(({ peaks }) => [...(peaks ?? [])])).toEqual([[26], [51, 77, 102], [128, 153]]);
    expect(row()).toMatchObject({
      events: [
        { what: 'paused', atMs: 600, lastedMs: 2000 },
        { what: 'sound-gone', atMs: 600 },
      ],
      lastCommitMs: 7,
    });
  });
});

describe('the end of a recording', () => {
  it('waits for the last slice, and keeps the reason', async () => {
    const { start, recorder, row, disk } = setUp();
    const running = await start();
    recorder.send(10);
    await pass(500);
    running.stop();
    recorder.end(5);
    let reason: Failure | undefined;
    const finished = running.finish(() => reason, noRescue);
    reason = failure('tab-closed');
    expect(await finished).toBe(true);
    expect(disk.close).toHaveBeenCalledOnce();
    expect(row()).toMatchObject({
      state: 'complete',
      bytes: 15,
      sliceCount: 2,
      durationMs: 500,
      failure: { code: 'tab-closed' },
    });
  });

  it('deletes a recording without data', async () => {
    const { start, recorder, row } = setUp();
    const running = await start();
    running.stop();
    recorder.end();
    expect(await running.finish(noReason, noRescue)).toBe(false);
    expect(row()).toBeUndefined();
  });

  it('comes with an error of the encoder, and keeps the gathered data', async () => {
    const { start, recorder, row, events } = setUp();
    const running = await start();
    recorder.onerror?.({ error: new DOMException('broken', 'UnknownError') });
    expect(events.failed).toHaveBeenCalledExactlyOnceWith(failure('encoder-failed', 'UnknownError: broken'));
    recorder.end(7);
    expect(await running.finish(noReason, noRescue)).toBe(true);
    expect(row()).toMatchObject({ bytes: 7 });
  });

  it('comes if the disk keeps refusing a slice: that and all after it are rescued, in order', async () => {
    const { start, recorder, row, disk, onDisk, events } = setUp();
    const running = await start();
    recorder.send(10);
    await pass(0);
    disk.write.mockRejectedValue(new FailureError('database-unknown', 'Version 9'));
    recorder.send(2);
    recorder.send(3);
    await pass(5000);
    expect(events.failed).toHaveBeenCalledExactlyOnceWith(failure('database-unknown', 'Version 9'));
    expect(recorder.stop).toHaveBeenCalledOnce();
    recorder.end(4);
    const rescues: Rescue[] = [];
    disk.close.mockImplementation(async () => void expect(rescues).toHaveLength(1));
    expect(await running.finish(noReason, (rescue) => rescues.push(rescue))).toBe(true);
    const [held = []] = disk.rescue.mock.calls[0] ?? [];
    expect(held.map(({ sequence, blob, totalBytes }) => [sequence, blob.size, totalBytes])).toEqual([
      [1, 2, 12],
      [2, 3, 15],
      [3, 4, 19],
    ]);
    expect(rescues).toMatchObject([
      { recordingId: 'a', name: 'Lesson', format: 'webm-vp8', bytes: 19, unsavedBytes: 9, isWhole: true },
    ]);
    expect(onDisk).toHaveLength(1);
    expect(row()).toMatchObject({ state: 'complete', bytes: 10, sliceCount: 1 });
  });

  it('leaves the beginning and the end if the disk can’t be read either', async () => {
    const { start, recorder, disk } = setUp();
    const running = await start();
    recorder.send(10);
    await pass(0);
    const refusal = new FailureError('storage-failed');
    disk.write.mockRejectedValue(refusal);
    disk.rescue.mockRejectedValue(refusal);
    recorder.end(4);
    const rescued = vi.fn();
    const finished = running.finish(noReason, rescued);
    await pass(5000);
    await finished;
    expect(rescued.mock.calls).toMatchObject([[{ bytes: 14, unsavedBytes: 4, isWhole: false }]]);
  });
});
