import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { defaultOptions } from '../../domain/options';
import { keepMicrophone } from './microphone';

class FakeTrack extends EventTarget {
  readonly label: string;
  isStopped = false;

  constructor(label: string) {
    super();
    this.label = label;
  }

  stop() {
    this.isStopped = true;
  }
}

/** A desk with microphones; the first is the default one. */
function createDesk(...initial: string[]) {
  let plugged = initial;
  const listeners = new Set<() => void>();
  const tracks: FakeTrack[] = [];
  const streamOf = (name: string) => {
    const track = new FakeTrack(name);
    tracks.push(track);
    const stream = {
      getTracks: () => [track as unknown as MediaStreamTrack],
      getAudioTracks: () => [track as unknown as MediaStreamTrack],
    };
    return stream as unknown as MediaStream;
  };
  const open = async ({ microphoneId }: { microphoneId: string }) => {
    const [name] = microphoneId === '' ? plugged : plugged.filter((each) => each === microphoneId);
    if (name === undefined) throw new Error('NotFoundError');
    return streamOf(name);
  };
  const change = async (...next: string[]) => {
    plugged = next;
    for (const listener of listeners) listener();
    await vi.advanceTimersByTimeAsync(0);
  };
  return {
    tracks,
    change,
    streamOf,
    deps: {
      open,
      list: async () => plugged.map((id, index) => ({ id, name: id, isDefault: index === 0 })),
      onChanged(listener: () => void) {
        listeners.add(listener);
        return () => void listeners.delete(listener);
      },
    },
    listeners,
    /** The track ends from outside. */
    async end() {
      tracks.at(-1)?.dispatchEvent(new Event('ended'));
      await vi.advanceTimersByTimeAsync(0);
    },
  };
}

async function plugIn(microphoneId: string, ...plugged: string[]) {
  const desk = createDesk(...plugged);
  const changed = vi.fn();
  const first = desk.streamOf(microphoneId === '' ? (plugged[0] ?? '') : microphoneId);
  const options = { ...defaultOptions, microphoneId };
  const microphone = keepMicrophone(first, options, desk.deps, changed);
  await vi.advanceTimersByTimeAsync(0);
  return { desk, microphone, changed };
}

describe('a microphone', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('is opened again if it was lost before anybody listened', async () => {
    const desk = createDesk('a', 'b');
    const first = desk.streamOf('b');
    Object.assign(desk.tracks[0] ?? {}, { readyState: 'ended' });
    const changed = vi.fn();
    const microphone = keepMicrophone(first, { ...defaultOptions, microphoneId: 'b' }, desk.deps, changed);
    await vi.advanceTimersByTimeAsync(0);
    expect(desk.tracks).toHaveLength(2);
    expect(microphone.stream).not.toBe(first);
    expect(changed).toHaveBeenCalledTimes(2);
    microphone.close();
  });

  it('is opened again when its track ends', async () => {
    const { desk, microphone, changed } = await plugIn('b', 'a', 'b');
    await desk.end();
    expect(microphone.label).toBe('b');
    expect(desk.tracks).toHaveLength(2);
    expect(changed).toHaveBeenCalledTimes(2);
    expect(microphone.stream).toBeDefined();
  });

  it('is the default one while the chosen one is disconnected, and the chosen one again afterwards', async () => {
    const { desk, microphone } = await plugIn('b', 'a', 'b');
    await desk.change('a');
    expect(microphone.label).toBe('a');
    await desk.change('a', 'b');
    expect(microphone.label).toBe('b');
    expect(desk.tracks.map(({ isStopped }) => isStopped)).toEqual([true, true, false]);
  });

  it('is gone while none is connected, and comes back with the first that is', async () => {
    const { desk, microphone } = await plugIn('a', 'a');
    await desk.change();
    await desk.end();
    expect(microphone.stream).toBeUndefined();
    expect(microphone.label).toBe('a');
    await desk.change('a');
    expect(microphone.stream).toBeDefined();
  });

  it('is tried again even if no device change is reported', async () => {
    const { desk, microphone } = await plugIn('a', 'a');
    const open = vi.spyOn(desk.deps, 'open').mockRejectedValue(new Error('NotReadableError'));
    await desk.end();
    expect(microphone.stream).toBeUndefined();
    open.mockRestore();
    await vi.advanceTimersByTimeAsync(2000);
    expect(microphone.stream).toBeDefined();
  });

  it('that is lost as soon as it is opened is reopened ever later', async () => {
    const { desk, changed } = await plugIn('a', 'a');
    const open = vi.spyOn(desk.deps, 'open').mockImplementation(async () => {
      const stream = desk.streamOf('a');
      setTimeout(() => desk.tracks.at(-1)?.dispatchEvent(new Event('ended')), 1);
      return stream;
    });
    await desk.end();
    await vi.advanceTimersByTimeAsync(10_000);
    expect(open.mock.calls.length).toBeLessThanOrEqual(7);
    expect(changed.mock.calls.length).toBeGreaterThan(4);
  });

  it('follows the default', async () => {
    const { desk, microphone } = await plugIn('', 'a', 'b');
    await desk.change('b', 'a');
    expect(microphone.label).toBe('b');
    await desk.change('b', 'a', 'c');
    expect(desk.tracks).toHaveLength(2);
  });

  it('does not follow the default if one was chosen', async () => {
    const { desk, microphone } = await plugIn('a', 'a', 'b');
    await desk.change('b', 'a');
    expect(microphone.label).toBe('a');
    expect(desk.tracks).toHaveLength(1);
  });

  it('is switched to another, and stays if the other can’t be opened', async () => {
    const { desk, microphone } = await plugIn('a', 'a', 'b');
    microphone.choose('b');
    await vi.advanceTimersByTimeAsync(0);
    expect(microphone.label).toBe('b');
    vi.spyOn(desk.deps, 'open').mockRejectedValue(new Error('NotReadableError'));
    microphone.choose('a');
    await vi.advanceTimersByTimeAsync(0);
    expect(microphone.label).toBe('b');
    expect(desk.tracks.map(({ isStopped }) => isStopped)).toEqual([true, false]);
  });

  it('is the last one that was chosen, however fast', async () => {
    const { desk, microphone } = await plugIn('a', 'a', 'b', 'c');
    microphone.choose('b');
    microphone.choose('c');
    microphone.choose('a');
    await vi.advanceTimersByTimeAsync(0);
    expect(microphone.label).toBe('a');
    expect(desk.tracks.filter(({ isStopped }) => !isStopped)).toHaveLength(1);
  });

  it('releases everything when it is closed', async () => {
    const { desk, microphone } = await plugIn('a', 'a', 'b');
    microphone.choose('b');
    microphone.close();
    await vi.advanceTimersByTimeAsync(5000);
    expect(desk.tracks.every(({ isStopped }) => isStopped)).toBe(true);
    expect(desk.listeners.size).toBe(0);
    expect(vi.getTimerCount()).toBe(0);
  });
});
