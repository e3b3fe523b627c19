import { describe, expect, it, vi } from 'vitest';
import { fail, failure, ok } from '../domain/failure';
import { type CaptureOptions, defaultOptions } from '../domain/options';
import { inactive } from '../domain/session';
import type { FoundRecording, Snapshot } from '../domain/snapshot';
import type { Call } from '../messaging/rpc';
import { createController } from './controller';
import type { ControllerOptions } from './controller-options';

const tab = { id: 7, windowId: 1, title: 'Lesson' };

/** A controller in a world of fakes: a recorder that starts at once, and a memory. */
function setUp(changes: Partial<ControllerOptions> = {}, choice: CaptureOptions = defaultOptions) {
  const memory = new Map<string, unknown>();
  const world = { recorder: undefined as Snapshot | undefined, allowed: true, answers: true, seen: false };
  const calls: string[] = [];
  const found: FoundRecording[] = [];
  const releases: (() => void)[] = [];
  /** The recorder dies, and the browser releases its locks. */
  const kill = () => {
    world.recorder = undefined;
    for (const release of releases) release();
  };
  const call = vi.fn(async (_to: string, name: string) => {
    calls.push(name);
    if (world.recorder === undefined || !world.answers) return fail('nobody-answered');
    if (name === 'status') return ok(world.recorder);
    if (name === 'start') world.recorder = { session: { state: 'recording', recordingId: 'a' } };
    if (name === 'stop')
      world.recorder = { session: { state: 'inactive', last: { recordingId: 'a', saved: true } } };
    return ok(name === 'start' ? 'a' : undefined);
  });
  const options: ControllerOptions = {
    host: {
      exists: async () => world.recorder !== undefined,
      ensure: vi.fn(async () => {
        world.recorder ??= { session: inactive };
      }),
      close: vi.fn(async () => {
        world.recorder = undefined;
      }),
    },
    call: call as unknown as Call,
    tabCapture: {
      isAllowed: async () => world.allowed,
      request: vi.fn(async () => world.allowed),
      streamId: vi.fn(async () => 'stream'),
    },
    memory: {
      recall: async (key) => memory.get(key),
      remember: async (key, value) =>
        void (value === undefined ? memory.delete(key) : memory.set(key, value)),
    },
    options: async () => choice,
    nameOf: (_source, from) => from?.title ?? 'Screen',
    show: vi.fn(async () => {}),
    openPopup: vi.fn(async () => true),
    isSetupInFront: async () => false,
    isSaved: async () => true,
    found: { list: async () => found, clear: async () => void found.splice(0) },
    update: { isPossible: async () => !world.seen, make: vi.fn() },
    untilReleased: () =>
      world.recorder === undefined
        ? Promise.resolve()
        : new Promise((resolve) => {
            releases.push(resolve);
          }),
    ...changes,
  };
  return { ...createController(options), options, world, memory, sent: calls, call, kill, found };
}

/** What the disk refused of a recording. */
const rescue = {
  recordingId: 'a',
  name: 'Lesson',
  format: 'webm-vp9',
  url: 'blob:1',
  bytes: 3,
  unsavedBytes: 1,
  isWhole: true,
} as const;

const startCalls = (sent: string[]) => sent.filter((name) => name === 'start');

describe('start', () => {
  it('gives the recorder the tab with its stream id, and a name', async () => {
    const { calls, call } = setUp();
    expect(await calls.start({ options: defaultOptions, tab })).toEqual(ok('a'));
    expect(call).toHaveBeenCalledWith(
      'recorder',
      'start',
      expect.objectContaining({
        tab: { reference: tab, streamId: 'stream' },
        name: expect.stringMatching(/^Lesson \d{4}-/),
      }),
    );
  });

  it('refuses a second start with an InvalidStateError, and asks for no second stream', async () => {
    const { calls, options, sent } = setUp();
    const [first, second] = await Promise.all([
      calls.start({ options: defaultOptions, tab }),
      calls.start({ options: defaultOptions, tab }),
    ]);
    expect(first).toEqual(ok('a'));
    expect(second).toMatchObject({ failure: { code: 'already-recording', detail: /^InvalidStateError/ } });
    expect(options.tabCapture.streamId).toHaveBeenCalledTimes(1);
    expect(startCalls(sent)).toHaveLength(1);
  });

  it('says why a tab was refused, and opens no recorder for it', async () => {
    const { calls, options } = setUp();
    vi.mocked(options.tabCapture.streamId).mockRejectedValue(new Error('No tab with id: 7.'));
    expect(await calls.start({ options: defaultOptions, tab })).toMatchObject({
      failure: { code: 'tab-closed' },
    });
    expect(options.host.ensure).not.toHaveBeenCalled();
  });

  it.each(['picker', 'camera', 'microphone'] as const)(
    'needs no permission and no tab for the source %s',
    async (source) => {
      const { calls, world, call } = setUp();
      world.allowed = false;
      expect(await calls.start({ options: { ...defaultOptions, source } })).toEqual(ok('a'));
      expect(call).toHaveBeenCalledWith(
        'recorder',
        'start',
        expect.not.objectContaining({ tab: expect.anything() }),
      );
    },
  );

  it('closes a recorder that could not start', async () => {
    const { calls, options, call } = setUp();
    call.mockImplementation(async (_to, name) =>
      name === 'status' ? ok({ session: inactive }) : fail('permission-dismissed'),
    );
    expect(await calls.start({ options: { ...defaultOptions, source: 'picker' } })).toMatchObject({
      ok: false,
    });
    expect(options.host.close).toHaveBeenCalled();
  });
});

describe('the recorder', () => {
  it('is closed when it reports that nothing is recorded any more', async () => {
    const { calls, options } = setUp();
    await calls.start({ options: defaultOptions, tab });
    await calls.stop();
    await calls.report({ session: inactive });
    expect(options.host.close).toHaveBeenCalledTimes(1);
  });

  it('is missed when it is gone in mid-recording', async () => {
    const { calls, wishes, options, kill } = setUp();
    await calls.start({ options: defaultOptions, tab });
    kill();
    expect(await calls.stop()).toMatchObject({ failure: { code: 'recorder-gone' } });
    const gone = {
      session: {
        state: 'inactive',
        last: { recordingId: 'a', saved: true, failure: failure('recorder-gone') },
      },
    };
    expect(await calls.status()).toMatchObject(ok(gone));
    await wishes.wake();
    expect(options.show).toHaveBeenLastCalledWith(expect.objectContaining(gone), false);
  });

  it('is found to be gone when its lock is released, without being asked', async () => {
    const { calls, options, kill } = setUp();
    await calls.start({ options: defaultOptions, tab });
    kill();
    await vi.waitFor(() =>
      expect(options.show).toHaveBeenLastCalledWith(
        expect.objectContaining({ session: expect.objectContaining({ state: 'inactive' }) }),
        false,
      ),
    );
  });

  it('keeps its last word where it does not answer', async () => {
    const { calls, world } = setUp();
    await calls.start({ options: defaultOptions, tab });
    world.answers = false;
    expect(await calls.status()).toMatchObject(ok({ session: { state: 'recording' } }));
    expect(await calls.stop()).toMatchObject({ failure: { code: 'nobody-answered' } });
  });
});

describe('stop', () => {
  it('ends a start that still waits for the person by closing the recorder, and with it the picker', async () => {
    const { calls, options, call, world } = setUp();
    let silence: (answer: ReturnType<typeof fail>) => void = () => {};
    call.mockImplementation(async (_to, name) => {
      if (name === 'stop' && world.recorder !== undefined)
        world.recorder = { session: { state: 'stopping', recordingId: 'a' }, opening: true };
      if (name !== 'start')
        return world.recorder === undefined ? fail('nobody-answered') : ok(world.recorder);
      world.recorder = { session: { state: 'starting', recordingId: 'a' }, opening: true };
      return new Promise((resolve) => {
        silence = resolve;
      });
    });
    const started = calls.start({ options: { ...defaultOptions, source: 'picker' } });
    await vi.waitFor(() => expect(world.recorder?.session.state).toBe('starting'));
    expect(await calls.stop()).toMatchObject({ ok: true });
    expect(options.host.close).toHaveBeenCalledTimes(1);
    silence(fail('nobody-answered'));
    expect(await started).toMatchObject({ failure: { code: 'start-cancelled' } });
    expect(await calls.status()).toEqual(ok({ session: inactive }));
  });

  it.each([
    ['as soon as its sources are open', { session: { state: 'starting', recordingId: 'a' } }],
    [
      'in its last moment',
      { session: { state: 'starting', recordingId: 'a' }, countdownEndsAt: Date.now() + 20 },
    ],
  ] as const)('leaves it to the recorder to end a start %s', async (_when, recorder) => {
    const { calls, options, world, sent } = setUp();
    world.recorder = recorder;
    expect(await calls.stop()).toMatchObject({ ok: true });
    expect(sent).toContain('stop');
    expect(options.host.close).not.toHaveBeenCalled();
  });

  it('does not close a recorder that gave up by itself while another start was waiting', async () => {
    const { calls, options, world, call } = setUp();
    world.recorder = { session: { state: 'starting', recordingId: 'a' }, opening: true };
    const answers = call.getMockImplementation();
    let asked = 0;
    call.mockImplementation(async (to, name) => {
      if (name === 'stop') {
        world.recorder = { session: { state: 'stopping', recordingId: 'a' }, opening: true };
        return ok(undefined);
      }
      const answer = await answers?.(to, name);
      if (name === 'status') asked += 1;
      if (asked === 1) world.recorder = { session: { state: 'stopping', recordingId: 'b' }, opening: true };
      return answer ?? fail('nobody-answered');
    });
    expect(await calls.stop()).toMatchObject({ ok: true });
    expect(asked).toBe(2);
    expect(options.host.close).not.toHaveBeenCalled();
  });

  it('does not close a recorder that has begun meanwhile', async () => {
    const { calls, options, world, call } = setUp();
    world.recorder = { session: { state: 'starting', recordingId: 'a' }, opening: true };
    const answers = call.getMockImplementation();
    call.mockImplementation(async (to, name) => {
      if (name !== 'stop') return answers?.(to, name) ?? fail('nobody-answered');
      world.recorder = { session: { state: 'stopping', recordingId: 'a' } };
      return ok(undefined);
    });
    expect(await calls.stop()).toMatchObject({ ok: true });
    expect(options.host.close).not.toHaveBeenCalled();
  });
});

describe('the countdown', () => {
  const counting: Snapshot = { session: { state: 'starting', recordingId: 'a' }, countdownEndsAt: 1 };

  it('opens the popup once, where it can be cancelled', async () => {
    const { calls, options, world } = setUp();
    await calls.report({ session: { state: 'starting', recordingId: 'a' } });
    expect(options.openPopup).not.toHaveBeenCalled();
    world.recorder = counting;
    await calls.report(counting);
    await calls.report(counting);
    expect(options.openPopup).toHaveBeenCalledTimes(1);
  });

  it('is cancelled by the key that began it, without a word of complaint', async () => {
    const { wishes, calls, options, world, call } = setUp();
    let cancelled: (answer: ReturnType<typeof fail>) => void = () => undefined;
    call.mockImplementation(async (_to, name) => {
      if (world.recorder === undefined) return fail('nobody-answered');
      if (name === 'status') return ok(world.recorder);
      if (name === 'stop') {
        world.recorder = { session: inactive };
        cancelled(fail('start-cancelled'));
        return ok(undefined);
      }
      world.recorder = counting;
      return new Promise((resolve) => {
        cancelled = resolve;
      });
    });
    const toggled = wishes.toggle(tab);
    await vi.waitFor(() => expect(world.recorder).toBe(counting));
    await wishes.toggle(tab);
    await toggled;
    expect(options.host.close).toHaveBeenCalledTimes(1);
    expect(await calls.status()).toEqual(ok({ session: inactive }));
    expect(options.openPopup).not.toHaveBeenCalled();
  });
});

describe('a start that was cancelled', () => {
  it('is no accident of the recorder, whose last word came after its end', async () => {
    const opening: Snapshot = { session: { state: 'stopping', recordingId: 'a' }, opening: true };
    const { calls, world, call } = setUp({ isSaved: async () => false });
    world.recorder = opening;
    call.mockImplementation(async () =>
      world.recorder === undefined ? fail('nobody-answered') : ok(world.recorder),
    );
    await calls.report(opening);
    await calls.stop();
    await calls.report(opening);
    expect(await calls.status()).toEqual(ok({ session: inactive }));
  });
});

describe('the border', () => {
  it.each([undefined, {}, { options: { ...defaultOptions, timesliceMs: 50 }, tab }, { options: 'all', tab }])(
    'refuses %j',
    async (request) => {
      const { calls, sent } = setUp();
      expect(await calls.start(request as never)).toMatchObject({ failure: { code: 'invalid-options' } });
      expect(startCalls(sent)).toEqual([]);
    },
  );
});

describe('the menu and the keyboard', () => {
  it('start, and then stop', async () => {
    const { wishes, sent } = setUp();
    await wishes.toggle(tab);
    await wishes.toggle(tab);
    expect(sent).toEqual(expect.arrayContaining(['start', 'stop']));
  });

  it('stop a start whose source gives no data yet', async () => {
    const { wishes, world, sent } = setUp();
    world.recorder = { session: { state: 'starting', recordingId: 'a' } };
    await wishes.toggle(tab);
    expect(sent).toContain('stop');
    expect(startCalls(sent)).toEqual([]);
  });

  it('open the popup, which explains and asks, where the permission is missing', async () => {
    const { wishes, options, world, sent } = setUp();
    world.allowed = false;
    await wishes.toggle(tab);
    expect(options.openPopup).toHaveBeenCalledTimes(1);
    expect(startCalls(sent)).toEqual([]);
  });

  it('record the tab by the menu, whatever the last source was', async () => {
    const { wishes, call } = setUp({}, { ...defaultOptions, source: 'picker' });
    await wishes.toggle(tab, 'tab');
    expect(call).toHaveBeenCalledWith(
      'recorder',
      'start',
      expect.objectContaining({ tab: expect.anything() }),
    );
  });

  it('forget what was refused as soon as something else succeeds', async () => {
    const { wishes, calls } = setUp();
    await wishes.saveNow();
    await wishes.toggle(tab);
    expect(await calls.status()).not.toMatchObject(ok({ notice: expect.anything() }));
  });

  it('pause and resume by the same key', async () => {
    const { wishes, world, sent } = setUp();
    await wishes.toggle(tab);
    await wishes.pauseOrResume();
    world.recorder = { session: { state: 'paused', recordingId: 'a' } };
    await wishes.pauseOrResume();
    expect(sent).toEqual(expect.arrayContaining(['pause', 'resume']));
  });

  it('say that a recording without a microphone has none to mute, not that nothing is recorded', async () => {
    const { calls, wishes, memory } = setUp();
    await wishes.muteOrUnmute();
    expect(memory.get('notice')).toMatchObject({ code: 'not-recording' });
    await calls.start({ options: defaultOptions, tab });
    await wishes.muteOrUnmute();
    expect(memory.get('notice')).toEqual({ code: 'microphone-off' });
  });

  it('open the popup to say what was refused, until it is read', async () => {
    const { wishes, calls, options } = setUp();
    await wishes.saveNow();
    expect(options.openPopup).toHaveBeenCalledTimes(1);
    expect(await calls.status()).toMatchObject(ok({ notice: { code: 'not-recording' } }));
    await calls.dismiss();
    expect(await calls.status()).toEqual(ok({ session: inactive }));
  });
});

describe('the permission', () => {
  it('makes the button ready for one more click, and a start ends that', async () => {
    const { calls, wishes, options } = setUp();
    await wishes.tabCaptureAllowed();
    expect(options.show).toHaveBeenLastCalledWith(expect.anything(), true);
    expect(options.openPopup).toHaveBeenCalledTimes(1);
    await calls.start({ options: defaultOptions, tab });
    expect(options.show).toHaveBeenLastCalledWith(expect.anything(), false);
  });

  it('leaves it to the set-up page to say how to go on, where the person looks at that', async () => {
    const { wishes, options } = setUp({ isSetupInFront: async () => true });
    await wishes.tabCaptureAllowed();
    expect(options.show).toHaveBeenLastCalledWith(expect.anything(), false);
    expect(options.openPopup).not.toHaveBeenCalled();
  });

  it('remembers a refusal and opens the popup, which offers the picker', async () => {
    const { calls, options, world, memory } = setUp();
    world.allowed = false;
    expect(await calls.requestTabCapture()).toEqual(ok(false));
    expect(memory.get('tabCaptureDenied')).toBe(true);
    expect(options.openPopup).toHaveBeenCalledTimes(1);
  });
});

describe('what was found again', () => {
  it('is no more told of once the list of recordings is without it', async () => {
    const { wishes, options, found } = setUp();
    found.push({ recordingId: 'a', durationMs: 1000 });
    await wishes.wake();
    found.splice(0);
    await wishes.recordingsChanged();
    expect(options.show).toHaveBeenLastCalledWith({ session: inactive }, false);
  });

  const recovered = { recordingId: 'a', durationMs: 724_000 };

  it('is told until the person has answered, also over a failure that they have read', async () => {
    const { calls, wishes, options, found } = setUp();
    found.push(recovered);
    await wishes.wake();
    expect(options.show).toHaveBeenLastCalledWith(expect.objectContaining({ found: [recovered] }), false);
    await calls.dismiss();
    expect(await calls.status()).toMatchObject(ok({ found: [recovered] }));
    await calls.keepFound();
    expect(await calls.status()).toEqual(ok({ session: inactive }));
  });

  it('takes the word of the recorder’s death with it', async () => {
    const { calls, kill, found } = setUp();
    await calls.start({ options: defaultOptions, tab });
    kill();
    found.push(recovered);
    expect(await calls.status()).toMatchObject(
      ok({ session: { last: { failure: { code: 'recorder-gone' } } } }),
    );
    await calls.keepFound();
    expect(await calls.status()).toEqual(ok({ session: inactive }));
  });

  it('is no reason to stop working where it can’t be read', async () => {
    const { calls } = setUp({
      found: { list: () => Promise.reject(new DOMException('', 'AbortError')), clear: async () => {} },
    });
    expect(await calls.status()).toEqual(ok({ session: inactive }));
  });
});

describe('a new version', () => {
  it('waits for the end of the recording', async () => {
    const { calls, wishes, options, world } = setUp();
    await calls.start({ options: defaultOptions, tab });
    await wishes.updateAvailable();
    expect(options.update.make).not.toHaveBeenCalled();
    world.recorder = { session: { state: 'inactive', last: { recordingId: 'a', saved: true } } };
    await calls.report(world.recorder);
    expect(options.update.make).toHaveBeenCalledTimes(1);
  });

  it('waits while somebody looks at a page', async () => {
    const { wishes, options, world } = setUp();
    world.seen = true;
    await wishes.updateAvailable();
    expect(options.update.make).not.toHaveBeenCalled();
    world.seen = false;
    await wishes.wake();
    await wishes.wake();
    expect(options.update.make).toHaveBeenCalledTimes(1);
  });

  it('waits for the person to have what the disk refused, which only the recorder’s memory holds', async () => {
    const { wishes, options, world } = setUp();
    world.recorder = { session: inactive, rescues: [rescue] };
    await wishes.updateAvailable();
    expect(options.update.make).not.toHaveBeenCalled();
    world.recorder = { session: inactive };
    await wishes.wake();
    expect(options.update.make).toHaveBeenCalledTimes(1);
  });

  it('is made way for at once while nothing is recorded', async () => {
    const { wishes, options } = setUp();
    await wishes.updateAvailable();
    expect(options.update.make).toHaveBeenCalledTimes(1);
  });
});

describe('what the disk refused', () => {
  const ended: Snapshot = {
    session: {
      state: 'inactive',
      last: { recordingId: 'a', saved: true, failure: failure('storage-failed') },
    },
    rescues: [rescue],
  };

  it('keeps the recorder alive until the person has it or does not want it', async () => {
    const { calls, wishes, options, world, call } = setUp();
    world.recorder = ended;
    await calls.report(ended);
    await wishes.wake();
    expect(options.host.close).not.toHaveBeenCalled();
    call.mockImplementationOnce(async () => {
      world.recorder = { session: ended.session };
      return ok(undefined);
    });
    expect(await calls.forgetRescue('a')).toEqual(ok(undefined));
    expect(call).toHaveBeenCalledWith('recorder', 'forgetRescue', 'a');
    expect(options.host.close).toHaveBeenCalledTimes(1);
  });

  it('outlives a start that is taken back', async () => {
    const { calls, options, world, sent } = setUp();
    world.recorder = { session: { state: 'starting', recordingId: 'b' }, rescues: [rescue] };
    await calls.stop();
    expect(options.host.close).not.toHaveBeenCalled();
    expect(sent).toContain('stop');
  });

  it('is gone with the recorder', async () => {
    const { calls, world } = setUp();
    world.recorder = ended;
    await calls.report(ended);
    world.recorder = undefined;
    expect(await calls.status()).toEqual(ok({ session: ended.session }));
  });
});
