import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { defaultOptions } from '../../domain/options';
import { later } from '../../domain/watch';
import { type MicrophoneInputDeps, openMicrophoneInput } from './microphone-input';
import type { MixInput } from './mix-input';

class FakeTrack extends EventTarget {
  readonly label = 'Desk';
  enabled = true;
  stop = vi.fn();
}

function setUp({ isRecorded = true, isDirect = false } = {}) {
  let peak = 0.5;
  const track = new FakeTrack();
  const tracks = [track as unknown as MediaStreamTrack];
  const stream = { getTracks: () => tracks, getAudioTracks: () => tracks } as unknown as MediaStream;
  const others = [new FakeTrack() as unknown as MediaStreamTrack];
  const otherStream = { getTracks: () => others, getAudioTracks: () => others } as unknown as MediaStream;
  const input = {
    connect: vi.fn<MixInput['connect']>(),
    setGain: vi.fn<MixInput['setGain']>(),
    readPeak: () => peak,
  };
  const deps: MicrophoneInputDeps = {
    open: isDirect ? async () => otherStream : () => Promise.reject(new Error('NotFoundError')),
    list: async () => (isDirect ? [{ id: 'b', name: 'b', isDefault: true }] : []),
    onChanged: () => () => undefined,
    later,
  };
  const changed = vi.fn();
  const options = { ...defaultOptions, microphoneGain: 1.5 };
  const microphone = openMicrophoneInput(
    stream,
    { options, isRecorded, isDirect },
    input as unknown as MixInput,
    changed,
    deps,
  );
  return {
    microphone,
    track,
    input,
    changed,
    stream,
    setPeak(next: number) {
      peak = next;
    },
    /** Takes samples for so many ms, ten times a second. */
    async listen(ms: number) {
      for (let time = 0; time < ms; time += 100) {
        await vi.advanceTimersByTimeAsync(100);
        microphone.sample();
      }
    },
    async unplug() {
      track.dispatchEvent(new Event('ended'));
      await vi.advanceTimersByTimeAsync(0);
    },
  };
}

describe('the microphone', () => {
  beforeEach(() => void vi.useFakeTimers());

  it('that is recorded directly is muted at its track, and never replaced', async () => {
    const { microphone, track } = setUp({ isDirect: true });
    microphone.adjust({ muted: true });
    expect(track.enabled).toBe(false);
    microphone.adjust({ muted: false, microphoneId: 'b' });
    await vi.advanceTimersByTimeAsync(0);
    expect(track.enabled).toBe(true);
    expect(track.stop).not.toHaveBeenCalled();
    microphone.close();
  });

  afterEach(() => void vi.useRealTimers());

  it('has the level with which it is recorded', () => {
    const { microphone, setPeak } = setUp();
    expect(microphone.progress()).toEqual({ label: 'Desk', muted: false, state: 'live' });
    expect(microphone.sample()).toBe(0.75);
    setPeak(0.9);
    expect(microphone.sample()).toBe(1);
  });

  it('has no level while it is muted, and its gain back afterwards', () => {
    const { microphone, input, changed } = setUp();
    microphone.adjust({ muted: true });
    expect(microphone.sample()).toBe(0);
    expect(microphone.progress()).toMatchObject({ muted: true, state: 'live' });
    microphone.adjust({ microphoneGain: 0.5 });
    microphone.adjust({ muted: false });
    expect(input.setGain.mock.calls).toEqual([[0], [0], [0.5]]);
    expect(changed).toHaveBeenCalledTimes(3);
  });

  it('is silent after 5 s without a sound, which is reported once, and live with the next sound', async () => {
    const { microphone, changed, setPeak, listen } = setUp();
    setPeak(0.0005);
    await listen(4900);
    expect(microphone.progress().state).toBe('live');
    await listen(1000);
    expect(microphone.progress().state).toBe('silent');
    expect(changed).toHaveBeenCalledTimes(1);
    setPeak(0.5);
    await listen(100);
    expect(microphone.progress().state).toBe('live');
    expect(changed).toHaveBeenCalledTimes(2);
  });

  it('stays silent if something else is changed', async () => {
    const { microphone, setPeak, listen } = setUp();
    setPeak(0.0005);
    await listen(6000);
    microphone.adjust({ sourceGain: 0.5 });
    expect(microphone.progress().state).toBe('silent');
  });

  it('is not called silent while it is muted', async () => {
    const { microphone, listen } = setUp();
    microphone.adjust({ muted: true });
    await listen(20_000);
    expect(microphone.progress().state).toBe('live');
  });

  it('is live again once it is muted, and reports nothing more once it is closed', async () => {
    const { microphone, changed, setPeak, listen } = setUp();
    setPeak(0);
    await listen(6000);
    microphone.adjust({ muted: true });
    expect(microphone.progress()).toMatchObject({ muted: true, state: 'live' });
    microphone.adjust({ muted: false });
    await listen(6000);
    expect(microphone.progress().state).toBe('silent');
    changed.mockClear();
    microphone.close();
    expect(changed).not.toHaveBeenCalled();
    expect(vi.getTimerCount()).toBe(0);
  });

  it('is gone when it is unplugged, and given up after 5 s', async () => {
    const { microphone, input, changed, unplug, stream } = setUp();
    expect(input.connect).toHaveBeenLastCalledWith(stream);
    await unplug();
    expect(input.connect).toHaveBeenLastCalledWith(undefined);
    expect(microphone.progress().state).toBe('gone');
    expect(microphone.isAwaited()).toBe(true);
    changed.mockClear();
    await vi.advanceTimersByTimeAsync(5000);
    expect(microphone.isAwaited()).toBe(false);
    expect(changed).toHaveBeenCalledTimes(1);
  });

  it('counts as gone if it is not recorded', () => {
    expect(setUp({ isRecorded: false }).microphone.progress().state).toBe('gone');
  });
});
