import { describe, expect, it, vi } from 'vitest';
import { failure, ok } from '../domain/failure';
import { defaultOptions } from '../domain/options';
import { isNewer } from '../domain/revision';
import { inactive } from '../domain/session';
import { type Content, isRising, rescue, setUp, tab } from './testing/world';

const recording: Content = { session: { state: 'recording', recordingId: 'a' } };
const gone = {
  session: {
    state: 'inactive',
    last: { recordingId: 'a', saved: true, failure: failure('recorder-gone') },
  },
};

describe('while a recorder lives', () => {
  it('only the recorder writes the snapshot', async () => {
    const { world, report, published } = setUp();
    world.recorder = recording;
    await report(recording);
    world.recorder = { session: { state: 'inactive', last: { recordingId: 'a', saved: true } } };
    await report(world.recorder);
    expect(published.snapshots).toEqual([]);
  });

  it('one that is closed before its last report has arrived is not taken for dead', async () => {
    const { events, deps, world, report, status } = setUp();
    world.recorder = recording;
    await report(recording);
    const last = { recordingId: 'a', saved: true };
    world.recorder = { session: { state: 'inactive', last } };
    await events.wake();
    expect(deps.host.close).toHaveBeenCalledOnce();
    expect((await status()).session).toEqual({ state: 'inactive', last });
  });

  it('an older report never replaces a newer one', async () => {
    const { calls, world, stamp, status } = setUp();
    const [older, newer] = [stamp(recording), stamp({ session: { state: 'paused', recordingId: 'a' } })];
    world.recorder = newer;
    world.answers = false;
    await calls.report(newer);
    await calls.report(older);
    expect(await status()).toMatchObject({ session: { state: 'paused' } });
  });

  it('one that does not answer keeps what it holds in memory', async () => {
    const { events, deps, world, report } = setUp();
    world.recorder = { session: inactive, rescues: [rescue] };
    await report(world.recorder);
    world.answers = false;
    await events.wake();
    expect(deps.host.close).not.toHaveBeenCalled();
  });
});

describe('once the recorder is gone', () => {
  const opening: Content = { session: { state: 'starting', recordingId: 'a' }, opening: true };

  it.each([
    ['cancelled the start, if the user could close it', true, opening, inactive],
    ['did not, if the user could not', false, opening, gone.session],
    ['did not, once it recorded', true, recording, gone.session],
  ] as const)('it %s', async (_, isClosable, last, session) => {
    const { deps, world, report, kill, status } = setUp();
    Object.assign(deps.host, { isClosable });
    world.recorder = last;
    await report(last);
    kill();
    expect((await status()).session).toEqual(session);
  });

  it('the service worker writes how its session ended, once, and newer than all of its reports', async () => {
    const { calls, world, stamp, report, kill, status, published } = setUp();
    world.recorder = recording;
    await report(recording);
    const [unheard, late] = [stamp(recording), stamp(recording)];
    kill();
    await Promise.all([status(), status(), calls.report(late)]);
    expect(await status()).toMatchObject(gone);
    expect(published.snapshots).toEqual([{ revision: [1, 1, 1], ...gone }]);
    expect(isNewer(published.snapshots[0]?.revision ?? [], unheard.revision)).toBe(true);
  });

  it('a later word of it is ignored', async () => {
    const { calls, world, stamp, report, kill, status } = setUp();
    world.recorder = recording;
    await report(recording);
    const late = stamp(recording);
    kill();
    expect(await status()).toMatchObject(gone);
    await calls.report(late);
    expect(await status()).toMatchObject(gone);
  });

  it('each of its own snapshots is newer than the one before, and the next recorder’s is newer still', async () => {
    const { calls, deps, world, report, kill, stamp, status, published } = setUp();
    world.recorder = recording;
    await report(recording);
    kill();
    await status();
    await calls.dismiss();
    expect(published.snapshots.map(({ session }) => session)).toEqual([gone.session, inactive]);
    await deps.host.ensure();
    expect(isRising([...published.snapshots, stamp(recording)])).toBe(true);
  });

  it('says it again after the service worker was restarted', async () => {
    const { world, report, deps, published } = setUp();
    world.recorder = recording;
    await report(recording);
    world.recorder = undefined;
    const next = setUp({ store: deps.store });
    expect(await next.status()).toMatchObject(gone);
    await next.calls.dismiss();
    expect(published.snapshots).toEqual([]);
    expect(next.published.snapshots.map(({ revision }) => revision)).toEqual([
      [1, 1, 1],
      [1, 1, 2],
    ]);
  });
});

describe('a database that is late to say how a session ended', () => {
  const stopping = {
    session: { state: 'stopping', recordingId: 'a', failure: failure('recorder-gone') },
  };

  /** A recorder is gone, and the database answers when the test says so. */
  async function setUpLate(last: Content = recording) {
    let answer: () => void = () => undefined;
    const timers: (() => void)[] = [];
    const late = new Promise<void>((resolve) => {
      answer = resolve;
    });
    const all = setUp({
      untilReleased: () => late,
      later: (_ms, task) => {
        timers.push(task);
        return () => timers.splice(timers.indexOf(task), 1);
      },
    });
    all.world.recorder = last;
    await all.report(last);
    all.kill();
    return { ...all, answer, timers };
  }

  it('keeps no page waiting: the session is stopping until then', async () => {
    const known = { tab: { ...tab, crashed: false, muted: true } };
    const { status, timers, answer, published, stamp } = await setUpLate({ ...recording, ...known });
    const asked = status();
    await vi.waitFor(() => expect(timers).toHaveLength(1));
    timers[0]?.();
    expect(await asked, 'its tab is known all the same').toMatchObject({ ...stopping, ...known });
    answer();
    await vi.waitFor(() => expect(published.snapshots).toHaveLength(2));
    expect(published.snapshots).toMatchObject([stopping, gone]);
    expect(isRising(published.snapshots)).toBe(true);
    expect(await status()).toMatchObject(gone);
    expect(isNewer(stamp(recording).revision, published.snapshots[1]?.revision ?? [])).toBe(true);
  });

  it('is late, too, if the recorder died while it was stopping', async () => {
    const { status, timers, published, answer } = await setUpLate({
      session: { state: 'stopping', recordingId: 'a' },
    });
    const asked = status();
    await vi.waitFor(() => expect(timers).toHaveLength(1));
    timers[0]?.();
    expect(await asked).toMatchObject(stopping);
    answer();
    await vi.waitFor(() => expect(published.snapshots).toHaveLength(2));
    expect(published.snapshots[1]).toMatchObject(gone);
  });

  it('is written although another answer says at the same time that it is late', async () => {
    const { status, timers, published, answer } = await setUpLate();
    const asked = [status(), status()];
    await vi.waitFor(() => expect(timers).toHaveLength(2));
    answer();
    for (const timer of [...timers]) timer();
    await Promise.all(asked);
    await vi.waitFor(() => expect(published.snapshots.at(-1)).toMatchObject(gone));
    expect(await status()).toMatchObject(gone);
  });

  it('is not called late if it answers in time', async () => {
    const { status, answer, published } = await setUpLate();
    answer();
    expect(await status()).toMatchObject(gone);
    expect(published.snapshots).toMatchObject([gone]);
  });

  it('keeps a start waiting, which then begins', async () => {
    const { calls, answer, sent, status, timers } = await setUpLate();
    const asked = status();
    await vi.waitFor(() => expect(timers).toHaveLength(1));
    timers[0]?.();
    await asked;
    const started = calls.start({ options: { ...defaultOptions, source: 'picker' } });
    await new Promise((resolve) => setTimeout(resolve));
    expect(sent).not.toContain('start');
    answer();
    expect(await started).toEqual(ok('a'));
    expect(sent.filter((name) => name === 'start')).toHaveLength(1);
  });

  it('is written by the next service worker if this one dies meanwhile', async () => {
    const { status, timers, deps } = await setUpLate();
    const asked = status();
    await vi.waitFor(() => expect(timers).toHaveLength(1));
    timers[0]?.();
    await asked;
    const next = setUp({ store: deps.store });
    expect(await next.status()).toMatchObject(gone);
  });
});

describe('a database that can’t be read when a recorder is gone', () => {
  const unread = {
    session: {
      state: 'inactive',
      last: { recordingId: 'a', saved: false, unread: true, failure: failure('recorder-gone') },
    },
  };

  /** How long it is left alone then. */
  const askAgainMs = 2000;

  /** The database refuses until the test opens it; time passes when the test says so. */
  async function setUpRefused() {
    let isOpen = false;
    const timers: (() => void)[] = [];
    const refused = async () => {
      if (!isOpen) throw new DOMException('', 'TimeoutError');
    };
    const all = setUp({
      untilReleased: refused,
      isSaved: () => refused().then(() => true),
      later: (ms, task) => {
        if (ms === askAgainMs) timers.push(task);
        return () => undefined;
      },
    });
    all.world.recorder = recording;
    await all.report(recording);
    all.kill();
    const pass = async () => {
      await vi.waitFor(() => expect(timers).toHaveLength(1));
      timers.shift()?.();
    };
    return { ...all, pass, open: () => (isOpen = true) };
  }

  it('is asked again until it can, and nothing is said to be lost meanwhile', async () => {
    const { status, pass, open, published } = await setUpRefused();
    expect(await status()).toMatchObject(unread);
    await pass();
    expect(await Promise.all([status(), status()])).toMatchObject([unread, unread]);
    open();
    await pass();
    await vi.waitFor(() => expect(published.snapshots.at(-1)).toMatchObject(gone));
    expect(await status()).not.toMatchObject(unread);
    expect(isRising(published.snapshots)).toBe(true);
  });

  it('is asked on for the recording, but says no more of it once the user has dismissed that', async () => {
    const { status, calls, pass, open, published } = await setUpRefused();
    await status();
    await calls.dismiss();
    open();
    await pass();
    expect(await status()).toMatchObject({ session: inactive });
    expect(published.snapshots.at(-1)?.session).toEqual(inactive);
  });

  it('is asked by the next service worker if this one dies meanwhile', async () => {
    const { status, deps } = await setUpRefused();
    await status();
    const later: typeof deps.later = (ms, task) => {
      if (ms === askAgainMs) task();
      return () => undefined;
    };
    const next = setUp({ store: deps.store, later });
    await next.status();
    await vi.waitFor(() => expect(next.published.snapshots.at(-1)).toMatchObject(gone));
  });
});

it('refuses an invalid report', async () => {
  const { calls, deps, area } = setUp();
  expect(await calls.report({ session: 'recording' } as never)).toMatchObject({
    failure: { code: 'unexpected' },
  });
  expect(area.values.has('snapshot')).toBe(false);
  expect(deps.show).not.toHaveBeenCalled();
});

it('asks a recorder that still holds what the disk refused to forget how its recording ended', async () => {
  const { calls, world, call } = setUp();
  const last = { recordingId: 'a', saved: true, failure: failure('storage-failed') };
  world.recorder = { session: { state: 'inactive', last }, rescues: [rescue] };
  expect(await calls.dismiss()).toEqual(ok(undefined));
  await vi.waitFor(() => expect(call).toHaveBeenCalledWith('recorder', 'dismiss'));
});
