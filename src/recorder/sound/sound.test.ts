import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openFakeSound } from './testing/fake-sound';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('a source’s own audio alone', () => {
  it('is recorded on a track of ours, and measured without a loudspeaker', async () => {
    const { sound, deps, own, copy, inputs } = await openFakeSound({
      options: { source: 'picker' },
      sources: ['own'],
    });
    expect(sound.track).toBe(copy.track);
    expect(deps.retime).toHaveBeenCalledExactlyOnceWith(own, 0, expect.any(Function));
    expect(deps.openMix).not.toHaveBeenCalled();
    expect(deps.createContext).not.toHaveBeenCalled();
    expect(inputs).toHaveLength(1);
    expect(inputs[0]?.connect.mock.calls[0]?.[0]?.getAudioTracks()).toEqual([own]);
    expect(deps.playTo).not.toHaveBeenCalled();
    expect(sound.progress()).toEqual({ sourceSound: true });
    sound.close();
  });

  it('of a tab is played to the user, and recorded without a mix all the same', async () => {
    const { sound, deps, copy, inputs, context } = await openFakeSound({
      options: { source: 'tab' },
      sources: ['own'],
    });
    expect(sound.track).toBe(copy.track);
    expect(deps.openMix).not.toHaveBeenCalled();
    expect(deps.createSilentContext).not.toHaveBeenCalled();
    expect(deps.playTo).toHaveBeenCalledExactlyOnceWith(context, inputs[0]?.entry, true);
    sound.close();
  });

  it('of a tab that the user has muted is recorded, and not played until it is unmuted', async () => {
    const { sound, deps, copy, setPlayed } = await openFakeSound({
      options: { source: 'tab' },
      sources: ['own'],
      isPlayed: false,
    });
    expect(sound.track).toBe(copy.track);
    expect(deps.playTo.mock.calls[0]?.[2]).toBe(false);
    sound.setPlayed(true);
    expect(setPlayed).toHaveBeenCalledExactlyOnceWith(true);
    sound.close();
  });

  it('lives as long as its track, whose end is reported', async () => {
    const { sound, own, events } = await openFakeSound({ options: { source: 'picker' }, sources: ['own'] });
    expect(sound.isLive()).toBe(true);
    Object.assign(own, { readyState: 'ended' });
    own.dispatchEvent(new Event('ended'));
    expect(events.changed).toHaveBeenCalledOnce();
    expect(sound.isLive()).toBe(false);
    expect(sound.progress()).toEqual({ sourceSound: false, sourceSoundGone: true });
    sound.close();
  });

  it('is gone if the worker that passes it on fails', async () => {
    const { sound, deps, copy, events } = await openFakeSound({ sources: ['own'] });
    copy.close.mockImplementation(() => Object.assign(copy.track, { readyState: 'ended' }));
    deps.retime.mock.calls[0]?.[2]('out of memory');
    expect(copy.close).toHaveBeenCalledOnce();
    expect(events.changed).toHaveBeenCalledOnce();
    expect(events.failed).not.toHaveBeenCalled();
    expect(sound.progress()).toEqual({ sourceSound: false, sourceSoundGone: true });
    sound.close();
  });

  it('is recorded directly if the worker does not start', async () => {
    const { sound, own } = await openFakeSound({ sources: ['own'], retimes: false });
    expect(sound.track).toBe(own);
    sound.close();
  });
});

describe('a microphone beside the source’s own audio', () => {
  const mixed = {
    options: { source: 'tab', sourceGain: 0.5, microphoneGain: 2 },
    sources: ['own', 'microphone'],
  } as const;

  it('is mixed with it, each with its gain; only the tab is played to the user', async () => {
    const { sound, deps, mix, inputs, context, microphoneStream } = await openFakeSound(mixed);
    expect(sound.track).toBe(mix.track);
    expect(deps.createMixInput.mock.calls.map(([, gain]) => gain)).toEqual([0.5, 2]);
    expect(deps.openMix.mock.calls[0]?.[1]).toEqual(inputs);
    expect(deps.openMicrophoneInput).toHaveBeenCalledExactlyOnceWith(
      microphoneStream,
      expect.objectContaining({ isRecorded: true }),
      inputs[1],
      expect.any(Function),
    );
    expect(deps.playTo.mock.calls).toEqual([[context, inputs[0]?.entry, true]]);
    expect(sound.progress()).toEqual({
      sourceSound: true,
      microphone: { label: 'Desk', muted: false, state: 'live' },
    });
    sound.close();
  });

  it('is adjusted together with it', async () => {
    const { sound, inputs, microphoneInput } = await openFakeSound(mixed);
    const change = { sourceGain: 0.25, muted: true };
    await sound.adjust(change);
    expect(inputs[0]?.setGain).toHaveBeenCalledExactlyOnceWith(0.25);
    expect(microphoneInput.adjust).toHaveBeenCalledExactlyOnceWith(change);
    await sound.adjust({ muted: false });
    expect(inputs[0]?.setGain).toHaveBeenCalledOnce();
    sound.close();
  });

  it('fails with the mix', async () => {
    const { sound, deps, events } = await openFakeSound(mixed);
    deps.openMix.mock.calls[0]?.[2]('out of memory');
    expect(events.failed).toHaveBeenCalledExactlyOnceWith({ code: 'unexpected', detail: 'out of memory' });
    sound.close();
  });

  it('is not connected before the context runs, and reconnected when it runs again', async () => {
    const { sound, inputs, inputsBefore, context } = await openFakeSound({ ...mixed, runs: 'late' });
    expect(inputsBefore).toBe(0);
    expect(inputs).toHaveLength(2);
    context.become('suspended');
    expect(inputs.map(({ renew }) => renew.mock.calls.length)).toEqual([0, 0]);
    context.become('running');
    expect(inputs.map(({ renew }) => renew.mock.calls.length)).toEqual([1, 1]);
    sound.close();
  });

  it('is not recorded if the context does not start, but the source’s own audio is', async () => {
    const { sound, deps, copy } = await openFakeSound({ ...mixed, runs: 'never' });
    expect(sound.track).toBe(copy.track);
    expect(deps.openMix).not.toHaveBeenCalled();
    expect(deps.openMicrophoneInput.mock.calls[0]?.[1]).toMatchObject({ isRecorded: false });
    sound.close();
  });
});

describe('a microphone alone', () => {
  const alone = { options: { source: 'microphone' }, sources: ['microphone'] } as const;

  it('goes through the mix, so that it can be switched', async () => {
    const { sound, mix, inputs } = await openFakeSound(alone);
    expect(sound.track).toBe(mix.track);
    expect(inputs).toHaveLength(1);
    expect(sound.progress()).toMatchObject({ sourceSound: false, microphone: { state: 'live' } });
    expect(sound.sourcePeak()).toBeUndefined();
    sound.close();
  });

  it('is recorded directly if the context does not start', async () => {
    const { sound, deps, microphone } = await openFakeSound({ ...alone, runs: 'never' });
    expect(sound.track).toBe(microphone);
    expect(deps.openMicrophoneInput.mock.calls[0]?.[1]).toMatchObject({ isRecorded: true });
    sound.close();
  });

  it('lives as long as it is awaited', async () => {
    const { sound, microphoneInput } = await openFakeSound(alone);
    expect(sound.isLive()).toBe(true);
    microphoneInput.isAwaited.mockReturnValue(false);
    expect(sound.isLive()).toBe(false);
    sound.close();
  });
});

describe('the levels', () => {
  it('are sent ten times a second, of what there is', async () => {
    const { sound, inputs, microphoneInput, sent } = await openFakeSound({ sources: ['own', 'microphone'] });
    inputs[0]?.readPeak.mockReturnValue(0.25);
    microphoneInput.sample.mockReturnValue(0.5);
    await vi.advanceTimersByTimeAsync(1000);
    expect(sent).toHaveBeenCalledTimes(10);
    expect(sent).toHaveBeenLastCalledWith({ source: 0.25, microphone: 0.5 });
    sound.close();
    const alone = await openFakeSound({ sources: ['microphone'] });
    await vi.advanceTimersByTimeAsync(100);
    expect(alone.sent).toHaveBeenLastCalledWith({ microphone: 0 });
    alone.sound.close();
  });

  it('of what is recorded are passed on: the source with its gain, if it is mixed', async () => {
    const heard: number[] = [];
    const { sound, inputs, microphoneInput } = await openFakeSound({ sources: ['own', 'microphone'] });
    sound.onLevel((level) => heard.push(level));
    inputs[0]?.readPeak.mockReturnValue(0.25);
    microphoneInput.sample.mockReturnValue(0.4);
    await vi.advanceTimersByTimeAsync(100);
    sound.adjust({ sourceGain: 2 });
    await vi.advanceTimersByTimeAsync(100);
    expect(heard).toEqual([0.4, 0.5]);
    sound.close();
    const alone = await openFakeSound({ sources: ['own'] });
    alone.sound.onLevel((level) => heard.push(level));
    alone.sound.adjust({ sourceGain: 2 });
    alone.inputs[0]?.readPeak.mockReturnValue(0.25);
    await vi.advanceTimersByTimeAsync(100);
    expect(heard).toEqual([0.4, 0.5, 0.25]);
    alone.sound.close();
  });

  it('of the source have a peak since it was last read', async () => {
    const { sound, inputs } = await openFakeSound({ sources: ['own'] });
    for (const peak of [0.25, 0.75, 0.5]) {
      inputs[0]?.readPeak.mockReturnValue(peak);
      await vi.advanceTimersByTimeAsync(100);
    }
    expect(sound.sourcePeak()).toBe(0.75);
    expect(sound.sourcePeak()).toBe(0);
    sound.close();
  });
});

it('everything is released when the audio is closed', async () => {
  const { sound, mix, microphoneInput, context, sent } = await openFakeSound({
    sources: ['own', 'microphone'],
  });
  sound.close();
  expect(mix.close).toHaveBeenCalledOnce();
  expect(microphoneInput.close).toHaveBeenCalledOnce();
  expect(context.close).toHaveBeenCalledOnce();
  expect(vi.getTimerCount()).toBe(0);
  await vi.advanceTimersByTimeAsync(1000);
  expect(sent).not.toHaveBeenCalled();
});

it('without a source there is no audio, and no context', async () => {
  const { sound, deps } = await openFakeSound({ sources: [] });
  expect(sound.track).toBeUndefined();
  expect(sound.isLive()).toBe(false);
  expect(sound.progress()).toEqual({ sourceSound: false });
  expect(sound.sourcePeak()).toBeUndefined();
  expect(deps.createContext).not.toHaveBeenCalled();
  expect(deps.createSilentContext).not.toHaveBeenCalled();
  sound.close();
});
