import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { defaultOptions } from '../../domain/options';
import type { MicrophoneWorld } from '../sources/microphone';
import { openVoice } from './microphone-input';
import type { MixInput } from './mix-input';

class FakeTrack extends EventTarget {
  readonly label = 'Desk';
  stop = vi.fn();
}

function speak({ isHeard = true } = {}) {
  let peak = 0.5;
  const track = new FakeTrack();
  const tracks = [track as unknown as MediaStreamTrack];
  const stream = { getTracks: () => tracks, getAudioTracks: () => tracks } as unknown as MediaStream;
  const input = {
    connect: vi.fn<MixInput['connect']>(),
    setGain: vi.fn<MixInput['setGain']>(),
    readPeak: () => peak,
  };
  const world: MicrophoneWorld = {
    open: () => Promise.reject(new Error('NotFoundError')),
    list: async () => [],
    onChanged: () => () => undefined,
  };
  const changed = vi.fn();
  const options = { ...defaultOptions, microphoneGain: 1.5 };
  const voice = openVoice(stream, { options, isHeard }, input as unknown as MixInput, changed, world);
  return {
    voice,
    input,
    changed,
    stream,
    setPeak(next: number) {
      peak = next;
    },
    /** Hears on for so many ms, ten times a second. */
    async listen(ms: number) {
      for (let time = 0; time < ms; time += 100) {
        await vi.advanceTimersByTimeAsync(100);
        voice.hear();
      }
    },
    async unplug() {
      track.dispatchEvent(new Event('ended'));
      await vi.advanceTimersByTimeAsync(0);
    },
  };
}

describe('the voice', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('is heard as loud as it is recorded', () => {
    const { voice, setPeak } = speak();
    expect(voice.progress()).toEqual({ label: 'Desk', muted: false, state: 'live' });
    expect(voice.hear()).toBe(0.75);
    setPeak(0.9);
    expect(voice.hear()).toBe(1);
  });

  it('is not heard while it is muted, and has its gain back afterwards', () => {
    const { voice, input, changed } = speak();
    voice.adjust({ muted: true });
    expect(voice.hear()).toBe(0);
    expect(voice.progress()).toMatchObject({ muted: true, state: 'live' });
    voice.adjust({ microphoneGain: 0.5 });
    voice.adjust({ muted: false });
    expect(input.setGain.mock.calls).toEqual([[0], [0], [0.5]]);
    expect(changed).toHaveBeenCalledTimes(3);
  });

  it('is silent after 5 s of silence, which is told once, and live when it is heard again', async () => {
    const { voice, changed, setPeak, listen } = speak();
    setPeak(0.0005);
    await listen(4900);
    expect(voice.progress().state).toBe('live');
    await listen(1000);
    expect(voice.progress().state).toBe('silent');
    expect(changed).toHaveBeenCalledTimes(1);
    setPeak(0.5);
    await listen(100);
    expect(voice.progress().state).toBe('live');
    expect(changed).toHaveBeenCalledTimes(2);
  });

  it('stays silent though something else is changed', async () => {
    const { voice, setPeak, listen } = speak();
    setPeak(0.0005);
    await listen(6000);
    voice.adjust({ sourceGain: 0.5 });
    expect(voice.progress().state).toBe('silent');
  });

  it('is not called silent while it is muted', async () => {
    const { voice, listen } = speak();
    voice.adjust({ muted: true });
    await listen(20_000);
    expect(voice.progress().state).toBe('live');
  });

  it('is gone when it is unplugged, and given up after 5 s', async () => {
    const { voice, input, changed, unplug, stream } = speak();
    expect(input.connect).toHaveBeenLastCalledWith(stream);
    await unplug();
    expect(input.connect).toHaveBeenLastCalledWith(undefined);
    expect(voice.progress().state).toBe('gone');
    expect(voice.isAwaited()).toBe(true);
    changed.mockClear();
    await vi.advanceTimersByTimeAsync(5000);
    expect(voice.isAwaited()).toBe(false);
    expect(changed).toHaveBeenCalledTimes(1);
  });

  it('is as good as gone where there is no mix', () => {
    expect(speak({ isHeard: false }).voice.progress().state).toBe('gone');
  });
});
