import { describe, expect, it, vi } from 'vitest';
import { defaultOptions, type WhenDone } from '../domain/options';
import type { Recording } from '../domain/recording';
import { setUp, tab } from './testing/world';

const row = { id: 'a', name: 'Lesson', state: 'complete', durationMs: 31_000, width: 640 } as Recording;
const shown = { recordingId: 'a', name: 'Lesson', durationMs: 31_000, hasPicture: true };
const ended = { session: { state: 'inactive', last: { recordingId: 'a', saved: true } } } as const;

/** A recording was started and has ended. */
async function record(whenDone: WhenDone = 'nothing', rows: Recording[] = [row]) {
  const found = { rows };
  const world = setUp(
    { find: async (id) => found.rows.find((known) => known.id === id) },
    { ...defaultOptions, whenDone },
  );
  await world.calls.start({ options: defaultOptions, tab });
  world.world.recorder = ended;
  await world.report(ended);
  return { ...world, found };
}

describe('the recording that has just ended', () => {
  it('is shown until the user dismisses it', async () => {
    const { status, calls } = await record();
    expect(await status()).toMatchObject({ saved: { ...shown, seen: false } });
    await calls.seeSaved();
    expect(await status()).toMatchObject({ saved: { ...shown, seen: true } });
    await calls.dismiss();
    expect(await status(), 'a failure that is dismissed leaves it').toMatchObject({ saved: { seen: true } });
    await calls.dismissSaved();
    expect(await status()).not.toHaveProperty('saved');
    await calls.seeSaved();
    expect(await status()).not.toHaveProperty('saved');
  });

  it('isn’t shown again by a later report of the same end', async () => {
    const { report, status, calls } = await record();
    await calls.dismissSaved();
    await report(ended);
    expect(await status()).not.toHaveProperty('saved');
  });

  it('goes when a start begins', async () => {
    const { report, status, world } = await record();
    world.recorder = { session: { state: 'starting', recordingId: 'b' } };
    await report(world.recorder);
    world.recorder = { session: { state: 'inactive', last: { recordingId: 'b', saved: false } } };
    await report(world.recorder);
    expect(await status()).not.toHaveProperty('saved');
  });

  it('is not shown once it is deleted, and changes with its name', async () => {
    const { events, status, found } = await record();
    found.rows = [{ ...row, name: 'Algebra' }];
    await events.recordingsChanged();
    expect(await status()).toMatchObject({ saved: { name: 'Algebra' } });
    found.rows = [{ ...row, deletedAt: 1 }];
    await events.recordingsChanged();
    expect(await status()).not.toHaveProperty('saved');
    found.rows = [];
    expect(await status()).not.toHaveProperty('saved');
  });

  it('is none if nothing was saved, or if its recorder died: then it is recovered', async () => {
    const { report, status, kill, calls } = setUp({ find: async () => row });
    await report({ session: { state: 'inactive', last: { recordingId: 'a', saved: false } } });
    expect(await status()).not.toHaveProperty('saved');
    await calls.start({ options: defaultOptions, tab });
    kill();
    expect(await status()).not.toHaveProperty('saved');
  });

  it('breaks nothing if the database can’t be read', async () => {
    const { report, status } = setUp({ find: () => Promise.reject(new DOMException('', 'AbortError')) });
    await report(ended);
    expect(await status()).toEqual({ ...ended, recovered: [] });
  });
});

describe('when a recording is done', () => {
  it('nothing happens by default', async () => {
    const { deps, sent } = await record();
    expect(deps.openLibrary).not.toHaveBeenCalled();
    expect(sent).not.toContain('download');
  });

  it('it is shown in the library, once, if the user wants that', async () => {
    const { deps, report, events } = await record('library');
    await report(ended);
    await events.wake();
    expect(deps.openLibrary).toHaveBeenCalledExactlyOnceWith('a', false);
  });

  it('it is played in the library, if the user wants that', async () => {
    const { deps } = await record('player');
    expect(deps.openLibrary).toHaveBeenCalledExactlyOnceWith('a', true);
  });

  it('its file is downloaded, once, if the user wants that, and the recorder closed', async () => {
    const { call, report, world } = await record('download');
    await report(ended);
    await vi.waitFor(() => expect(world.recorder).toBeUndefined());
    expect(call.mock.calls.filter(([, name]) => name === 'download')).toEqual([
      ['recorder', 'download', { recordingId: 'a', last: ended.session.last }],
    ]);
  });

  it('a download that fails is reported', async () => {
    const { calls, status, call, answer, report, world } = setUp(
      { find: async () => row },
      { ...defaultOptions, whenDone: 'download' },
    );
    await calls.start({ options: defaultOptions, tab });
    call.mockImplementation(async (_to, name) =>
      name === 'download' ? { ok: false, failure: { code: 'storage-failed' } } : answer(name),
    );
    world.recorder = ended;
    await report(ended);
    await vi.waitFor(async () =>
      expect(await status()).toMatchObject({ refusal: { code: 'storage-failed' } }),
    );
  });
});

it('downloads on request, by a recorder that is opened for it', async () => {
  const { calls, deps, call, world } = setUp();
  expect(await calls.download('a')).toEqual({ ok: true, value: undefined });
  expect(deps.host.ensure).toHaveBeenCalledOnce();
  expect(call).toHaveBeenCalledWith('recorder', 'download', { recordingId: 'a' });
  expect(world.recorder, 'an idle recorder is closed again').toBeUndefined();
  expect(await calls.download(7 as never)).toMatchObject({ failure: { code: 'unexpected' } });
});

it('downloads beside a recording, which goes on', async () => {
  const { calls, world } = setUp();
  await calls.start({ options: defaultOptions, tab });
  expect(await calls.download('b')).toMatchObject({ ok: true });
  expect(world.recorder?.session.state).toBe('recording');
});

it('reports a recorder that can’t be opened', async () => {
  const { calls } = setUp({
    host: {
      isClosable: false,
      exists: async () => false,
      ensure: () => Promise.reject(new Error('no offscreen document')),
      close: async () => undefined,
    },
  });
  expect(await calls.download('a')).toMatchObject({ ok: false });
});
