import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { FailureError, failure } from '../domain/failure';
import { formatById } from '../domain/format';
import { defaultOptions } from '../domain/options';
import type { Plan } from '../domain/plan';
import { isNewer } from '../domain/revision';
import { inactive } from '../domain/session';
import type { Progress, RecorderSnapshot } from '../domain/snapshot';
import { done } from '../messaging/rpc';
import type { Thumbnails } from './picture/thumbnails';
import type { Sources, SourcesEvents } from './production';
import { createRecorder, type RecorderDeps } from './recorder';
import type { RecordingEvents, RecordingSource, RunningRecording } from './recording';

/** A promise that is settled from outside. */
function deferred<T>() {
  let resolve: (value: T) => void = () => undefined;
  let reject: (error: Error) => void = () => undefined;
  const promise = new Promise<T>((onValue, onError) => {
    resolve = onValue;
    reject = onError;
  });
  return { promise, resolve, reject };
}

/** A recorder whose start waits at each step until the test resolves it. */
function setUp(changes: Partial<Plan['options']> = {}) {
  const opening = deferred<void>();
  const row = deferred<void>();
  const snapshots: RecorderSnapshot[] = [];
  const seen: { source?: SourcesEvents; recorded?: RecordingSource; recording?: RecordingEvents } = {};
  const ends = { release: vi.fn(), sleep: vi.fn(), thumbnails: vi.fn() };
  const keep = vi.fn<Thumbnails['keep']>(async () => new Blob(['picture']));
  const saveThumbnail = vi.fn<RecorderDeps['saveThumbnail']>(async () => undefined);
  const saveStoryboard = vi.fn<RecorderDeps['saveStoryboard']>(async () => undefined);
  const download = vi.fn<RecorderDeps['files']['download']>(async () => done);
  const makeCopies = vi.fn<RecorderDeps['files']['makeCopies']>(async () => undefined);
  const holdLock = vi.fn<RecorderDeps['holdLock']>(async () => ends.release);
  const stream = { active: true, getVideoTracks: () => [{}], getTracks: () => [] };
  const sources = {
    stream: stream as unknown as MediaStream,
    adjust: vi.fn<Sources['adjust']>(async () => undefined),
    progress: vi.fn<Sources['progress']>(() => ({ sourceSound: false })),
    matrix: vi.fn<Sources['matrix']>(() => undefined),
    prepareFor: vi.fn<Sources['prepareFor']>(async () => undefined),
    ease: vi.fn(),
    setPlayed: vi.fn(),
    sourcePeak: () => undefined,
    onLevel: vi.fn(),
    close: vi.fn(),
  };
  const running = {
    progress: () => ({ source: 'tab' }) as Progress,
    pause: vi.fn(),
    resume: vi.fn(),
    requestData: vi.fn(),
    setMatrix: vi.fn(),
    follow: vi.fn(),
    stop: vi.fn(),
    finish: vi.fn<RunningRecording['finish']>(async () => true),
  };
  /** Whether `MediaRecorder` would have been started. */
  const begun = vi.fn();
  const deps: RecorderDeps = {
    holdLock,
    assertSpace: async () => undefined,
    async openSources(_plan, _container, events) {
      seen.source = events;
      await opening.promise;
      return sources;
    },
    firstFrame: async () => ({ width: 640, height: 360 }),
    formatFor: async () => formatById('webm-vp8'),
    async startRecording(source, events) {
      seen.recorded = source;
      seen.recording = events;
      await row.promise;
      events.assertWanted();
      begun();
      return running;
    },
    serveThumbnails: () => ({ keep, stop: ends.thumbnails }),
    saveThumbnail,
    saveStoryboard,
    files: { download, makeCopies },
    createWakeLock: () => ({ start: () => undefined, stop: ends.sleep }),
  };
  const recorder = createRecorder((snapshot) => snapshots.push(snapshot), 1, deps);
  const options = { ...defaultOptions, ...changes };
  return {
    recorder,
    snapshots,
    seen,
    ends,
    sources,
    holdLock,
    running,
    begun,
    keep,
    saveThumbnail,
    saveStoryboard,
    download,
    makeCopies,
    opening,
    row,
    start: (muted = false) =>
      recorder.start({
        options,
        name: 'Lesson',
        ...(options.source === 'tab' ? { tab: { ...tab, muted } } : {}),
      }),
    state: async () => {
      const answer = await recorder.status();
      return answer.ok ? answer.value : undefined;
    },
  };
}

const tab = { reference: { id: 1, windowId: 2 }, streamId: 'stream', muted: false, defaultZoom: 1 };

/** Runs all pending microtasks and due timers. */
const turn = () => vi.advanceTimersByTimeAsync(0);

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('a start', () => {
  it('opens its sources, counts down, and records', async () => {
    const { start, state, opening, row, seen } = setUp({ countdownS: 3 });
    const started = start();
    await turn();
    expect(await state()).toMatchObject({ session: { state: 'starting' }, opening: true });
    opening.resolve();
    await turn();
    const counting = await state();
    expect(counting?.opening).toBeUndefined();
    expect(counting?.countdownEndsAt).toBe(Date.now() + 3000);
    await vi.advanceTimersByTimeAsync(3000);
    row.resolve();
    expect(await started).toMatchObject({ ok: true });
    expect((await state())?.session.state).toBe('starting');
    seen.recording?.started();
    expect(await state()).toMatchObject({ session: { state: 'recording' }, progress: { source: 'tab' } });
  });

  it('does not play a tab that the user mutes during the countdown', async () => {
    const { recorder, start, state, opening, row, sources } = setUp({ countdownS: 3 });
    const started = start(true);
    await turn();
    expect((await state())?.tab, 'it is not open yet').toBeUndefined();
    opening.resolve();
    await turn();
    for (const muted of [false, true]) {
      await recorder.tabChanged({ crashed: false, muted });
      expect(sources.setPlayed).toHaveBeenLastCalledWith(!muted);
      expect((await state())?.tab).toEqual({ ...tab.reference, crashed: false, muted });
    }
    row.resolve();
    await vi.advanceTimersByTimeAsync(3000);
    await started;
    expect((await state())?.tab?.muted).toBe(true);
    expect(sources.setPlayed).toHaveBeenCalledTimes(2);
  });

  it('keeps a picture of the recording, and goes on without one', async () => {
    const { start, state, opening, row, seen, keep, saveThumbnail } = setUp();
    opening.resolve();
    row.resolve();
    const started = await start();
    await turn();
    expect(saveThumbnail).toHaveBeenCalledExactlyOnceWith(
      started.ok ? started.value : '',
      await keep.mock.results[0]?.value,
    );
    seen.recording?.started();
    expect((await state())?.session.state).toBe('recording');

    const other = setUp();
    other.saveThumbnail.mockRejectedValueOnce(new DOMException('full', 'QuotaExceededError'));
    other.opening.resolve();
    other.row.resolve();
    expect(await other.start()).toMatchObject({ ok: true });
    await turn();
    other.seen.recording?.started();
    expect((await other.state())?.session.state).toBe('recording');
  });

  it('keeps no picture that may be of a pause, also of one that is over', async () => {
    const { recorder, start, opening, row, seen, keep, saveThumbnail } = setUp();
    const taken = deferred<Blob>();
    keep.mockReturnValueOnce(taken.promise);
    opening.resolve();
    row.resolve();
    await start();
    seen.recording?.started();
    await recorder.pause();
    await recorder.resume();
    taken.resolve(new Blob(['hidden']));
    await turn();
    expect(keep).toHaveBeenCalledOnce();
    expect(saveThumbnail).not.toHaveBeenCalled();
  });

  it('keeps a picture during which data was asked for', async () => {
    const { recorder, start, opening, row, seen, keep, saveThumbnail } = setUp();
    const taken = deferred<Blob>();
    keep.mockReturnValueOnce(taken.promise);
    opening.resolve();
    row.resolve();
    await start();
    seen.recording?.started();
    await recorder.requestData();
    taken.resolve(new Blob(['picture']));
    await turn();
    expect(saveThumbnail).toHaveBeenCalledOnce();
  });

  it('passes on the matrix of the colors whenever it is found out, also while the row is written', async () => {
    const { start, opening, row, sources, running, seen } = setUp();
    opening.resolve();
    const started = start();
    await vi.advanceTimersByTimeAsync(0);
    sources.matrix.mockReturnValue('bt601');
    seen.source?.changed();
    expect(running.setMatrix, 'nothing runs yet').not.toHaveBeenCalled();
    row.resolve();
    await started;
    expect(running.setMatrix).toHaveBeenLastCalledWith('bt601');
    sources.matrix.mockReturnValue('bt709');
    seen.source?.changed();
    expect(running.setMatrix).toHaveBeenLastCalledWith('bt709');
  });

  it('refuses a second one, and continues', async () => {
    const { start, opening, row } = setUp();
    const first = start();
    expect(await start()).toMatchObject({ failure: { code: 'already-recording' } });
    opening.resolve();
    row.resolve();
    expect(await first).toMatchObject({ ok: true });
  });

  it.each([undefined, { options: { ...defaultOptions, timesliceMs: 50 }, name: 'Lesson' }])(
    'is refused with the plan %j, and nothing begins',
    async (plan) => {
      const { recorder, state, snapshots } = setUp();
      expect(await recorder.start(plan as never)).toMatchObject({ failure: { code: 'invalid-options' } });
      expect(await state()).toEqual({ revision: expect.any(Array), session: inactive });
      expect(snapshots).toEqual([]);
    },
  );

  it('that fails releases everything, and reports why', async () => {
    const { start, state, opening, row, ends, sources } = setUp();
    opening.resolve();
    const started = start();
    await turn();
    row.reject(new FailureError('storage-failed', 'no row'));
    expect(await started).toMatchObject({ failure: { code: 'storage-failed' } });
    expect(sources.close).toHaveBeenCalledOnce();
    for (const end of Object.values(ends)) expect(end).toHaveBeenCalledOnce();
    expect(await state()).toMatchObject({ session: { state: 'inactive', last: { saved: false } } });
  });
});

describe('a start whose lock is refused', () => {
  it.each(['SecurityError', 'AbortError', 'InvalidStateError'])(
    '(%s) fails, and leaves nothing behind',
    async (name) => {
      const { recorder, start, state, snapshots, holdLock, opening, row, begun, sources, ends } = setUp();
      holdLock.mockRejectedValueOnce(new DOMException('refused', name));
      const refused = { code: 'storage-failed', detail: `${name}: refused` };
      expect(await start()).toEqual({ ok: false, failure: refused });
      expect(await state()).toEqual({
        revision: expect.any(Array),
        session: {
          state: 'inactive',
          last: { recordingId: expect.any(String), saved: false, failure: refused },
        },
      });
      expect({ ...snapshots.at(-1), revision: [] }).toEqual({ ...(await state()), revision: [] });
      expect(begun).not.toHaveBeenCalled();
      expect(sources.close).not.toHaveBeenCalled();
      for (const end of Object.values(ends)) expect(end).not.toHaveBeenCalled();
      expect(vi.getTimerCount()).toBe(0);

      expect(await recorder.stop()).toMatchObject({ failure: { code: 'not-recording' } });
      opening.resolve();
      row.resolve();
      expect(await start(), 'the next one').toMatchObject({ ok: true });
    },
  );

  it('fails too if Stop came before the refusal', async () => {
    const { recorder, start, state, holdLock } = setUp();
    const lock = deferred<() => void>();
    holdLock.mockReturnValueOnce(lock.promise);
    const started = start();
    await turn();
    await recorder.stop();
    lock.reject(new DOMException('stolen', 'AbortError') as Error);
    expect(await started).toMatchObject({ failure: { code: 'storage-failed' } });
    expect((await state())?.session.state).toBe('inactive');
  });
});

describe('Stop while a start is under way', () => {
  it.each(['while a source opens', 'in the countdown', 'while the row is written'] as const)(
    '%s: nothing begins, nothing is left, and no failure is shown',
    async (when) => {
      const { recorder, start, state, opening, row, begun, ends, sources } = setUp({ countdownS: 3 });
      const started = start();
      await turn();
      const steps = [
        () => opening.resolve(),
        () => vi.advanceTimersByTimeAsync(3000),
        () => row.resolve(),
      ] as const;
      const at = ['while a source opens', 'in the countdown', 'while the row is written'].indexOf(when);
      for (const step of steps.slice(0, at)) await step();
      await turn();
      expect(await recorder.stop()).toMatchObject({ ok: true });
      for (const step of steps.slice(at)) await step();
      expect(await started).toMatchObject({ failure: { code: 'start-cancelled' } });
      expect(begun).not.toHaveBeenCalled();
      expect(sources.close).toHaveBeenCalledOnce();
      expect(ends.release).toHaveBeenCalledOnce();
      expect(await state()).toEqual({ revision: expect.any(Array), session: inactive });
      expect(vi.getTimerCount()).toBe(0);
    },
  );

  it('once it has begun, before the first data: ends the recording', async () => {
    const { recorder, start, opening, row, running } = setUp();
    opening.resolve();
    row.resolve();
    await start();
    await recorder.stop();
    expect(running.stop).toHaveBeenCalledOnce();
  });
});

describe('a source that ends', () => {
  it('in the countdown is reported, and nothing is recorded', async () => {
    const { start, state, opening, seen, begun } = setUp({ countdownS: 10 });
    const started = start();
    opening.resolve();
    await turn();
    seen.source?.ended();
    expect(await started).toMatchObject({ failure: { code: 'tab-closed' } });
    expect(begun).not.toHaveBeenCalled();
    expect((await state())?.session).toMatchObject({ last: { saved: false } });
  });

  it('during the recording stops it, and the gathered data is kept', async () => {
    const { start, state, opening, row, seen, running } = setUp();
    opening.resolve();
    row.resolve();
    await start();
    seen.recording?.started();
    seen.source?.ended();
    seen.source?.ended();
    expect(running.stop).toHaveBeenCalled();
    expect((await state())?.session.state).toBe('stopping');
    seen.recording?.ended();
    await turn();
    expect((await state())?.session).toMatchObject({
      state: 'inactive',
      last: { saved: true, failure: { code: 'tab-closed' } },
    });
  });
});

describe('a recording under way', () => {
  async function record(muted = false) {
    const set = setUp();
    set.opening.resolve();
    set.row.resolve();
    await set.start(muted);
    set.seen.recording?.started();
    return set;
  }

  it('is paused, resumed, asked for data and stopped, and ends once its last slice is on disk', async () => {
    const { recorder, running, state, seen, ends, sources } = await record();
    await recorder.pause();
    expect((await state())?.session.state).toBe('paused');
    await recorder.resume();
    await recorder.requestData();
    await recorder.stop();
    for (const done of [running.pause, running.resume, running.requestData, running.stop])
      expect(done).toHaveBeenCalledOnce();
    const onDisk = deferred<boolean>();
    running.finish.mockReturnValue(onDisk.promise);
    seen.recording?.ended();
    await turn();
    expect((await state())?.session.state).toBe('stopping');
    expect(sources.close).not.toHaveBeenCalled();
    onDisk.resolve(true);
    await turn();
    expect((await state())?.session).toMatchObject({ state: 'inactive', last: { saved: true } });
    expect(sources.close).toHaveBeenCalledOnce();
    for (const end of Object.values(ends)) expect(end).toHaveBeenCalledOnce();
  });

  it('keeps unsaved data until it is forgotten', async () => {
    const { recorder, running, state, seen, ends } = await record();
    const rescue = {
      recordingId: 'r',
      name: 'Lesson',
      format: 'webm-vp8',
      url: 'blob:1',
      bytes: 3,
      unsavedBytes: 1,
      isWhole: true,
    } as const;
    running.finish.mockImplementation(async (_reason, rescued) => {
      rescued(rescue);
      return false;
    });
    seen.recording?.failed(failure('storage-failed'));
    seen.recording?.ended();
    await turn();
    expect(await state()).toMatchObject({
      session: { last: { saved: false, failure: { code: 'storage-failed' } } },
      rescues: [rescue],
    });
    expect(ends.release, 'the recording’s own lock').toHaveBeenCalledOnce();
    expect(await recorder.forgetRescue(7 as never)).toMatchObject({ failure: { code: 'unexpected' } });
    await recorder.forgetRescue('r');
    await turn();
    expect(ends.release, 'and that of its slices').toHaveBeenCalledTimes(2);
    expect((await state())?.rescues).toBeUndefined();
  });

  it('ends at a limit that the user set', async () => {
    const { running, state, seen } = await record();
    const limit = { what: 'time', ms: 60_000 } as const;
    seen.recording?.reached(limit);
    seen.recording?.ended();
    expect(running.stop).toHaveBeenCalledOnce();
    await turn();
    expect((await state())?.session).toMatchObject({ last: { saved: true, limit } });
  });

  it('is made of the opened sources, which it eases if the encoder is behind', async () => {
    const { sources, seen } = await record();
    seen.recorded?.sources.ease(2500);
    expect(sources.ease).toHaveBeenCalledWith(2500);
  });

  it('reports a change before it answers', async () => {
    const { recorder, sources, snapshots } = await record();
    sources.progress.mockReturnValue({ sourceSound: true });
    const before = snapshots.length;
    expect(await recorder.adjust({ inset: true })).toMatchObject({ ok: true });
    expect(snapshots).toHaveLength(before + 1);
  });

  it('reports a change that fails, and continues', async () => {
    const { recorder, sources, state } = await record();
    sources.adjust.mockRejectedValue(new FailureError('camera-missing'));
    expect(await recorder.adjust({ inset: true })).toMatchObject({ failure: { code: 'camera-missing' } });
    expect((await state())?.session.state).toBe('recording');
  });

  it('refuses an invalid change, and ignores what cannot be changed', async () => {
    const { recorder, sources } = await record();
    const invalid = { microphoneGain: 0.5, sourceGain: 3 };
    expect(await recorder.adjust(invalid)).toMatchObject({ failure: { code: 'invalid-options' } });
    expect(sources.adjust).not.toHaveBeenCalled();
    await recorder.adjust({ microphoneGain: 0.5, source: 'camera' } as never);
    expect(sources.adjust).toHaveBeenCalledExactlyOnceWith({ microphoneGain: 0.5 });
  });

  it('does not play a tab that is muted, before the recording or during it, and says so', async () => {
    const { recorder, state, sources } = await record(true);
    expect((await state())?.tab?.muted).toBe(true);
    for (const muted of [false, true]) {
      await recorder.tabChanged({ crashed: false, muted });
      expect(sources.setPlayed).toHaveBeenLastCalledWith(!muted);
      expect((await state())?.tab?.muted).toBe(muted);
    }
  });

  it('knows of a crashed tab until it ends', async () => {
    const { recorder, state, seen } = await record();
    expect(await recorder.tabChanged({ crashed: 'yes', muted: false } as never)).toMatchObject({
      ok: false,
      failure: { code: 'unexpected' },
    });
    expect((await state())?.tab?.crashed, 'nothing else is a crash').toBe(false);
    await recorder.tabChanged({ crashed: true, muted: false });
    expect((await state())?.tab?.crashed).toBe(true);
    seen.recording?.ended();
    await turn();
    expect((await state())?.tab).toBeUndefined();
  });
});

it('refuses what needs a recording if there is none', async () => {
  const { recorder } = setUp();
  for (const refused of [recorder.stop(), recorder.pause(), recorder.adjust({ muted: true })])
    expect(await refused).toMatchObject({ failure: { code: 'not-recording' } });
});

it('publishes that it has forgotten how the last recording ended', async () => {
  const { recorder, snapshots, start, opening } = setUp();
  opening.reject(new FailureError('nothing-to-record'));
  await start();
  const ended = snapshots.at(-1);
  await recorder.dismiss();
  const dismissed = snapshots.at(-1);
  expect(ended?.session).toMatchObject({ last: { failure: { code: 'nothing-to-record' } } });
  expect(dismissed?.session).toEqual(inactive);
  expect(isNewer(dismissed?.revision ?? [], ended?.revision ?? [])).toBe(true);
});

it('downloads the recording of that id, and of nothing else', async () => {
  const { recorder, state, download } = setUp();
  const last = { recordingId: 'a', saved: true, limit: { what: 'time', ms: 1000 } } as const;
  let downloading: true | undefined;
  download.mockImplementation(async () => {
    downloading = (await state())?.downloading;
    return done;
  });
  expect(await recorder.download({ recordingId: 'a', last })).toEqual(done);
  expect(download).toHaveBeenCalledExactlyOnceWith('a');
  expect(downloading, 'it must not be closed meanwhile').toBe(true);
  expect(await state()).toEqual({ revision: expect.any(Array), session: { state: 'inactive', last } });
  expect(await recorder.download(7 as never)).toMatchObject({ failure: { code: 'unexpected' } });
  expect(download).toHaveBeenCalledOnce();
});

it('saves to the folder, and is not closed meanwhile', async () => {
  const sourceNames = { tab: 'Tab', picker: 'Screen', camera: 'Camera', microphone: 'Microphone' };
  const { recorder, state, makeCopies } = setUp();
  const last = { recordingId: 'b', saved: true };
  let downloading: true | undefined;
  makeCopies.mockImplementation(async () => {
    downloading = (await state())?.downloading;
  });
  expect(await recorder.makeCopies({ sourceNames, last })).toEqual(done);
  expect(downloading).toBe(true);
  expect(await state()).toEqual(expect.objectContaining({ session: { state: 'inactive', last } }));
  expect((await state())?.downloading).toBeUndefined();
  makeCopies.mockRejectedValueOnce(new DOMException('gone', 'UnknownError'));
  expect(await recorder.makeCopies({ sourceNames })).toMatchObject({ failure: { code: 'storage-failed' } });
  expect(await recorder.makeCopies(7 as never)).toMatchObject({ failure: { code: 'unexpected' } });
});
