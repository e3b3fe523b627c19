import { describe, expect, it, vi } from 'vitest';
import { failure } from '../domain/failure';
import { defaultOptions } from '../domain/options';
import { inactive } from '../domain/session';
import { setUp, tab } from './testing/world';

const startCalls = (sent: string[]) => sent.filter((name) => name === 'start');

describe('the recorder', () => {
  it('is closed when it reports that nothing is recorded any more', async () => {
    const { calls, deps, report } = setUp();
    await calls.start({ options: defaultOptions, tab });
    await calls.stop();
    await report({ session: inactive });
    expect(deps.host.close).toHaveBeenCalledTimes(1);
  });

  it('is reported as gone when it dies during a recording', async () => {
    const { calls, events, deps, status, kill } = setUp();
    await calls.start({ options: defaultOptions, tab });
    kill();
    expect(await calls.stop()).toMatchObject({ failure: { code: 'recorder-gone' } });
    const gone = {
      session: {
        state: 'inactive',
        last: { recordingId: 'a', saved: true, failure: failure('recorder-gone') },
      },
    };
    expect(await status()).toMatchObject(gone);
    await events.wake();
    expect(deps.show).toHaveBeenLastCalledWith(
      expect.objectContaining({ snapshot: expect.objectContaining(gone), ready: undefined }),
    );
  });

  it('is noticed to be gone once its lock is released, without a call', async () => {
    const { calls, deps, kill } = setUp();
    await calls.start({ options: defaultOptions, tab });
    kill();
    await vi.waitFor(() =>
      expect(deps.show).toHaveBeenLastCalledWith(
        expect.objectContaining({
          snapshot: expect.objectContaining({ session: expect.objectContaining({ state: 'inactive' }) }),
          ready: undefined,
        }),
      ),
    );
  });

  it('keeps its last state if it does not answer', async () => {
    const { calls, world, status } = setUp();
    await calls.start({ options: defaultOptions, tab });
    world.answers = false;
    expect(await status()).toMatchObject({ session: { state: 'recording' } });
    expect(await calls.stop()).toMatchObject({ failure: { code: 'nobody-answered' } });
  });
});

describe('the border', () => {
  it.each([
    undefined,
    {},
    { options: { ...defaultOptions, timesliceMs: 50 }, tab },
    { options: 'all', tab },
    { options: defaultOptions, tab: { ...tab, id: 'first' } },
  ])('refuses to start with %j', async (request) => {
    const { calls, sent } = setUp();
    expect(await calls.start(request as never)).toMatchObject({ failure: { code: 'invalid-options' } });
    expect(startCalls(sent)).toEqual([]);
  });

  it('refuses an invalid change, and an id that is none', async () => {
    const { calls, sent } = setUp();
    const before = sent.length;
    const invalid = { muted: true, sourceGain: -1 };
    expect(await calls.adjust(invalid)).toMatchObject({ failure: { code: 'invalid-options' } });
    expect(await calls.forgetRescue(7 as never)).toMatchObject({ failure: { code: 'unexpected' } });
    expect(sent).toHaveLength(before);
  });
});
