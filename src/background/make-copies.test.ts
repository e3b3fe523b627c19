import { describe, expect, it, vi } from 'vitest';
import { type FolderCopy, queuedCopy } from '../domain/folder-copy';
import { defaultOptions } from '../domain/options';
import { setUp, tab } from './testing/world';

const last = { recordingId: 'a', saved: true };
const ended = { session: { state: 'inactive', last } } as const;
const sourceNames = { tab: 'Tab', picker: 'Screen', camera: 'Camera', microphone: 'Microphone' };

function withCopies(...copies: FolderCopy[]) {
  const retry = vi.fn(async () => undefined);
  const world = setUp({ copies: { canWrite: async () => true, list: async () => copies, retry } });
  const saves = () => world.call.mock.calls.filter(([, name]) => name === 'makeCopies');
  return { ...world, retry, saves };
}

describe('saving to the folder', () => {
  it('begins once a recording has ended, by a recorder that is closed afterwards', async () => {
    const { calls, report, deps, retry, saves, world } = withCopies(queuedCopy('a', 1));
    await calls.start({ options: defaultOptions, tab });
    world.recorder = ended;
    await report(ended);
    await vi.waitFor(() => expect(saves()).toEqual([['recorder', 'makeCopies', { sourceNames, last }]]));
    expect(retry, 'what failed before is tried again too').toHaveBeenCalledOnce();
    await vi.waitFor(() => expect(world.recorder).toBeUndefined());
    expect(deps.keepAwake).toHaveBeenCalledOnce();
    expect(vi.mocked(deps.keepAwake).mock.results[0]?.value).toHaveBeenCalledOnce();
  });

  it('continues at the next start of the worker, and opens a recorder for it', async () => {
    const { events, retry, saves } = withCopies({ ...queuedCopy('a', 1), state: 'copying' });
    await events.wake();
    await vi.waitFor(() => expect(saves()).toEqual([['recorder', 'makeCopies', { sourceNames }]]));
    expect(retry).not.toHaveBeenCalled();
  });

  it('tries everything again with the browser’s start, and when the user wants that', async () => {
    const { calls, events, retry, saves } = withCopies(queuedCopy('a', 1));
    await events.browserStarted();
    await vi.waitFor(() => expect(saves()).toHaveLength(1));
    expect(await calls.makeCopies()).toMatchObject({ ok: true });
    await vi.waitFor(() => expect(saves()).toHaveLength(2));
    expect(retry).toHaveBeenCalledTimes(2);
  });

  it('opens no recorder if there is nothing to save', async () => {
    const { events, deps, saves } = withCopies({ recordingId: 'a', queuedAt: 1, state: 'waiting' });
    await events.wake();
    expect(saves()).toEqual([]);
    expect(deps.host.ensure).not.toHaveBeenCalled();
  });

  it('waits as long as the database’s log may be torn, unless the user asks for it', async () => {
    const retry = vi.fn(async () => undefined);
    const list = async () => [queuedCopy('a', 1)];
    const { events, calls, call } = setUp({ copies: { canWrite: async () => false, list, retry } });
    const saves = () => call.mock.calls.filter(([, name]) => name === 'makeCopies');
    await events.wake();
    await events.browserStarted();
    await calls.makeCopies();
    await vi.waitFor(() => expect(saves()).toHaveLength(1));
    expect(retry).toHaveBeenCalledOnce();
  });

  it('breaks nothing if the database can’t be read', async () => {
    const world = setUp({
      copies: {
        canWrite: async () => true,
        list: () => Promise.reject(new DOMException('', 'AbortError')),
        retry: async () => undefined,
      },
    });
    await world.events.wake();
    expect(await world.calls.makeCopies()).toMatchObject({ ok: true });
    expect(await world.status()).toMatchObject({ session: { state: 'inactive' } });
  });
});
