import { describe, expect, it, vi } from 'vitest';
import { failure } from '../domain/failure';
import { defaultOptions } from '../domain/options';
import { inactive } from '../domain/session';
import { rescue, setUp, tab } from './testing/world';

describe('a new version', () => {
  it('waits for the end of the recording', async () => {
    const { calls, events, deps, world, report } = setUp();
    await calls.start({ options: defaultOptions, tab });
    await events.updateAvailable();
    expect(deps.update.install).not.toHaveBeenCalled();
    world.recorder = { session: { state: 'inactive', last: { recordingId: 'a', saved: true } } };
    await report(world.recorder);
    expect(deps.update.install).toHaveBeenCalledTimes(1);
  });

  it('waits until the user has dismissed why the recording ended', async () => {
    const { calls, events, deps, world, report } = setUp();
    await calls.start({ options: defaultOptions, tab });
    await events.updateAvailable();
    const last = { recordingId: 'a', saved: true, failure: failure('encoder-failed') };
    world.recorder = { session: { state: 'inactive', last } };
    await report(world.recorder);
    expect(deps.update.install).not.toHaveBeenCalled();
    await calls.dismiss();
    await events.wake();
    expect(deps.update.install).toHaveBeenCalledTimes(1);
  });

  it('waits for a start that the recorder does not know of yet', async () => {
    const { calls, events, deps } = setUp();
    let give: (id: string) => void = () => undefined;
    const asked = new Promise<string>((resolve) => {
      give = resolve;
    });
    vi.mocked(deps.tabCapture.streamId).mockReturnValue(asked);
    const started = calls.start({ options: defaultOptions, tab });
    await vi.waitFor(() => expect(deps.tabCapture.streamId).toHaveBeenCalled());
    await events.updateAvailable();
    expect(deps.update.install).not.toHaveBeenCalled();
    give('stream');
    expect(await started).toMatchObject({ ok: true });
  });

  it('waits while a page is open', async () => {
    const { events, deps, world } = setUp();
    world.seen = true;
    await events.updateAvailable();
    expect(deps.update.install).not.toHaveBeenCalled();
    world.seen = false;
    await events.wake();
    await events.wake();
    expect(deps.update.install).toHaveBeenCalledTimes(1);
  });

  it('waits until the user has saved what the disk refused, which only the recorder’s memory holds', async () => {
    const { events, deps, world } = setUp();
    world.recorder = { session: inactive, rescues: [rescue] };
    await events.updateAvailable();
    expect(deps.update.install).not.toHaveBeenCalled();
    world.recorder = { session: inactive };
    await events.wake();
    expect(deps.update.install).toHaveBeenCalledTimes(1);
  });

  it('is installed at once while nothing is recorded', async () => {
    const { events, deps } = setUp();
    await events.updateAvailable();
    expect(deps.update.install).toHaveBeenCalledTimes(1);
  });
});
