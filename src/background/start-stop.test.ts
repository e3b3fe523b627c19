import { describe, expect, it, vi } from 'vitest';
import { fail, failure, ok } from '../domain/failure';
import { defaultOptions } from '../domain/options';
import { inactive } from '../domain/session';
import { type Content, rescue, setUp, tab } from './testing/world';

const startCalls = (sent: string[]) => sent.filter((name) => name === 'start');

describe('start', () => {
  it('sends the recorder the tab with its stream id, and a name', async () => {
    const { calls, call } = setUp();
    expect(await calls.start({ options: defaultOptions, tab })).toEqual(ok('a'));
    expect(call).toHaveBeenCalledWith(
      'recorder',
      'start',
      expect.objectContaining({
        tab: { reference: tab, streamId: 'stream', muted: false, defaultZoom: 1 },
        name: expect.stringMatching(/^Lesson \d{4}-/),
      }),
    );
  });

  it('tells the recorder what is known of the tab', async () => {
    const { calls, call, deps } = setUp();
    const size = { width: 1192, height: 709 };
    vi.mocked(deps.tabCapture.read).mockResolvedValue({ muted: true, size, defaultZoom: 1.5 });
    await calls.start({ options: defaultOptions, tab, pixelRatio: 1.25 });
    expect(call).toHaveBeenCalledWith(
      'recorder',
      'start',
      expect.objectContaining({
        tab: { reference: tab, streamId: 'stream', muted: true, size, pixelRatio: 1.25, defaultZoom: 1.5 },
      }),
    );
  });

  it('measures the ratio of the tab’s display, and takes that of our page, which may be zoomed, only without', async () => {
    const { calls, call, deps } = setUp();
    const read = { muted: false, size: { width: 1000, height: 613 }, defaultZoom: 1.5 };
    vi.mocked(deps.tabCapture.read).mockResolvedValue(read);
    vi.mocked(deps.tabCapture.look).mockResolvedValue({ size: { width: 2000, height: 1226 } });
    await calls.start({ options: defaultOptions, tab, pixelRatio: 1 });
    const told = (pixelRatio: number) =>
      expect(call).toHaveBeenCalledWith(
        'recorder',
        'start',
        expect.objectContaining({ tab: expect.objectContaining({ pixelRatio }) }),
      );
    // The page zoom of the browser's settings is in the ratio of every page of ours.
    told(3);
    await calls.stop();
    vi.mocked(deps.tabCapture.look).mockResolvedValue(undefined);
    await calls.start({ options: defaultOptions, tab, pixelRatio: 1.5 });
    told(1.5);
  });

  it('looks at the colors of the tab until it is known by which matrix they are made', async () => {
    const { calls, call, deps } = setUp();
    const colors = [[0.5, 0.5, 90, 160, 70]] as const;
    vi.mocked(deps.tabCapture.look).mockResolvedValue({ size: { width: 1000, height: 613 }, colors });
    await calls.start({ options: defaultOptions, tab });
    expect(deps.tabCapture.look).toHaveBeenLastCalledWith(tab.id, true);
    expect(call).toHaveBeenCalledWith(
      'recorder',
      'start',
      expect.objectContaining({ tab: expect.objectContaining({ colors }) }),
    );
    await calls.stop();
    await deps.lastingStore.set('matrix', 'bt709');
    await calls.start({ options: defaultOptions, tab });
    expect(deps.tabCapture.look).toHaveBeenLastCalledWith(tab.id, false);
  });

  it.each([
    ['tells the recorder by which matrix the colors of the last tab were made', 'tab', true],
    ['does not pass on the matrix of a camera', 'camera', false],
  ] as const)('%s', async (_does, source, isTold) => {
    const { calls, deps, report } = setUp();
    const withMatrix = ['recorder', 'start', expect.objectContaining({ matrix: 'bt601' })] as const;
    await calls.start({ options: { ...defaultOptions, source }, tab });
    expect(deps.call).not.toHaveBeenCalledWith(...withMatrix);
    const progress = {
      source,
      container: 'webm',
      timesliceMs: 1000,
      elapsedMs: 0,
      measuredAt: 0,
      bytes: 0,
      sliceCount: 0,
      safeMs: 0,
      stalled: false,
      sourceSound: false,
      matrix: 'bt601',
    } as const;
    await report({ session: { state: 'recording', recordingId: 'a' }, progress });
    await calls.stop();
    await calls.start({ options: { ...defaultOptions, source: 'picker' } });
    const told = isTold ? expect(deps.call) : expect(deps.call).not;
    told.toHaveBeenCalledWith(...withMatrix);
  });

  it('refuses a second start with an InvalidStateError, and asks for no second stream', async () => {
    const { calls, deps, sent } = setUp();
    const [first, second] = await Promise.all([
      calls.start({ options: defaultOptions, tab }),
      calls.start({ options: defaultOptions, tab }),
    ]);
    expect(first).toEqual(ok('a'));
    expect(second).toMatchObject({ failure: { code: 'already-recording', detail: /^InvalidStateError/ } });
    expect(deps.tabCapture.streamId).toHaveBeenCalledTimes(1);
    expect(startCalls(sent)).toHaveLength(1);
  });

  it('says why a tab was refused, and opens no recorder for it', async () => {
    const { calls, deps } = setUp();
    vi.mocked(deps.tabCapture.streamId).mockRejectedValue(new Error('No tab with id: 7.'));
    expect(await calls.start({ options: defaultOptions, tab })).toMatchObject({
      failure: { code: 'tab-closed' },
    });
    expect(deps.host.ensure).not.toHaveBeenCalled();
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
    const { calls, deps, stamp, call } = setUp();
    call.mockImplementation(async (_to, name) =>
      name === 'status' ? ok(stamp({ session: inactive })) : fail('permission-dismissed'),
    );
    expect(await calls.start({ options: { ...defaultOptions, source: 'picker' } })).toMatchObject({
      ok: false,
    });
    expect(deps.host.close).toHaveBeenCalled();
  });
});

describe('stop', () => {
  it('ends a start that still waits for the user by closing the recorder, and with it the picker', async () => {
    const { calls, deps, world, stamp, status, call } = setUp();
    let silence: (answer: ReturnType<typeof fail>) => void = () => {};
    call.mockImplementation(async (_to, name) => {
      if (name === 'stop' && world.recorder !== undefined)
        world.recorder = { session: { state: 'stopping', recordingId: 'a' }, opening: true };
      if (name !== 'start')
        return world.recorder === undefined ? fail('nobody-answered') : ok(stamp(world.recorder));
      world.recorder = { session: { state: 'starting', recordingId: 'a' }, opening: true };
      return new Promise((resolve) => {
        silence = resolve;
      });
    });
    const started = calls.start({ options: { ...defaultOptions, source: 'picker' } });
    await vi.waitFor(() => expect(world.recorder?.session.state).toBe('starting'));
    expect(await calls.stop()).toMatchObject({ ok: true });
    expect(deps.host.close).toHaveBeenCalledTimes(1);
    silence(fail('nobody-answered'));
    expect(await started).toMatchObject({ failure: { code: 'start-cancelled' } });
    expect(await status()).toEqual({ session: inactive, recovered: [] });
  });

  it.each([
    ['as soon as its sources are open', { session: { state: 'starting', recordingId: 'a' } }],
    [
      'in its last moment',
      { session: { state: 'starting', recordingId: 'a' }, countdownEndsAt: Date.now() + 20 },
    ],
  ] as const)('leaves it to the recorder to end a start %s', async (_when, recorder) => {
    const { calls, deps, world, sent } = setUp();
    world.recorder = recorder;
    expect(await calls.stop()).toMatchObject({ ok: true });
    expect(sent).toContain('stop');
    expect(deps.host.close).not.toHaveBeenCalled();
  });

  it('does not close a recorder that makes a file', async () => {
    const { calls, deps, world, answer, call } = setUp();
    const making = { opening: true, downloading: true } as const;
    world.recorder = { session: { state: 'starting', recordingId: 'b' }, ...making };
    call.mockImplementation(async (_to, name) => {
      if (name !== 'stop') return answer(name);
      world.recorder = { session: { state: 'stopping', recordingId: 'b' }, ...making };
      return ok(undefined);
    });
    expect(await calls.stop()).toMatchObject({ ok: true });
    expect(deps.host.close).not.toHaveBeenCalled();
  });

  it('does not close a recorder that gave up while another start was waiting', async () => {
    const { calls, deps, world, answer, call } = setUp();
    world.recorder = { session: { state: 'starting', recordingId: 'a' }, opening: true };
    let asked = 0;
    call.mockImplementation(async (_to, name) => {
      if (name === 'stop') {
        world.recorder = { session: { state: 'stopping', recordingId: 'a' }, opening: true };
        return ok(undefined);
      }
      const given = answer(name);
      if (name === 'status') asked += 1;
      if (asked === 1) world.recorder = { session: { state: 'stopping', recordingId: 'b' }, opening: true };
      return given;
    });
    expect(await calls.stop()).toMatchObject({ ok: true });
    expect(asked).toBe(2);
    expect(deps.host.close).not.toHaveBeenCalled();
  });

  it('does not close a recorder that has begun meanwhile', async () => {
    const { calls, deps, world, answer, call } = setUp();
    world.recorder = { session: { state: 'starting', recordingId: 'a' }, opening: true };
    call.mockImplementation(async (_to, name) => {
      if (name !== 'stop') return answer(name);
      world.recorder = { session: { state: 'stopping', recordingId: 'a' } };
      return ok(undefined);
    });
    expect(await calls.stop()).toMatchObject({ ok: true });
    expect(deps.host.close).not.toHaveBeenCalled();
  });
});

describe('the countdown', () => {
  const counting: Content = { session: { state: 'starting', recordingId: 'a' }, countdownEndsAt: 1 };

  it('opens the popup once, so that it can be cancelled', async () => {
    const { deps, world, report } = setUp();
    world.recorder = { session: { state: 'starting', recordingId: 'a' } };
    await report(world.recorder);
    expect(deps.openPopup).not.toHaveBeenCalled();
    world.recorder = counting;
    await report(counting);
    await report(counting);
    expect(deps.openPopup).toHaveBeenCalledTimes(1);
  });

  it('is cancelled by the key that began it, without a refusal', async () => {
    const { commands, deps, world, stamp, status, call } = setUp();
    let cancelled: (answer: ReturnType<typeof fail>) => void = () => undefined;
    call.mockImplementation(async (_to, name) => {
      if (world.recorder === undefined) return fail('nobody-answered');
      if (name === 'status') return ok(stamp(world.recorder));
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
    const toggled = commands.toggle(tab);
    await vi.waitFor(() => expect(world.recorder).toBe(counting));
    await commands.toggle(tab);
    await toggled;
    expect(deps.host.close).toHaveBeenCalledTimes(1);
    expect(await status()).toEqual({ session: inactive, recovered: [] });
    expect(deps.openPopup).not.toHaveBeenCalled();
  });
});

describe('a start that was cancelled', () => {
  it('is not reported as a dead recorder, even if its last report comes late', async () => {
    const opening: Content = { session: { state: 'stopping', recordingId: 'a' }, opening: true };
    const { calls, world, stamp, report, status, call } = setUp({ isSaved: async () => false });
    world.recorder = opening;
    call.mockImplementation(async () =>
      world.recorder === undefined ? fail('nobody-answered') : ok(stamp(world.recorder)),
    );
    await report(opening);
    await calls.stop();
    await report(opening);
    expect(await status()).toEqual({ session: inactive, recovered: [] });
  });
});

describe('what the disk refused', () => {
  const ended: Content = {
    session: {
      state: 'inactive',
      last: { recordingId: 'a', saved: true, failure: failure('storage-failed') },
    },
    rescues: [rescue],
  };

  it('keeps the recorder alive until the user has saved or discarded it', async () => {
    const { calls, events, deps, world, report, call } = setUp();
    world.recorder = ended;
    await report(ended);
    await events.wake();
    expect(deps.host.close).not.toHaveBeenCalled();
    call.mockImplementationOnce(async () => {
      world.recorder = { session: ended.session };
      return ok(undefined);
    });
    expect(await calls.forgetRescue('a')).toEqual(ok(undefined));
    expect(call).toHaveBeenCalledWith('recorder', 'forgetRescue', 'a');
    expect(deps.host.close).toHaveBeenCalledTimes(1);
  });

  it('outlives a start that is taken back', async () => {
    const { calls, deps, world, sent } = setUp();
    world.recorder = { session: { state: 'starting', recordingId: 'b' }, rescues: [rescue] };
    await calls.stop();
    expect(deps.host.close).not.toHaveBeenCalled();
    expect(sent).toContain('stop');
  });

  it('is gone with the recorder', async () => {
    const { world, report, status } = setUp();
    world.recorder = ended;
    await report(ended);
    world.recorder = undefined;
    expect(await status()).toEqual({ session: ended.session, recovered: [] });
  });
});
