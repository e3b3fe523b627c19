import { describe, expect, it, vi } from 'vitest';
import type { ColorMatrix } from '../domain/color';
import { FailureError, failure } from '../domain/failure';
import { type CaptureOptions, defaultOptions } from '../domain/options';
import type { PartEvents, PicturePart, SoundPart } from './part';
import { openSources, type SourcesDeps } from './production';

/** A stream of one track that can be stopped. */
function streamOf(name: string) {
  const stop = vi.fn();
  const tracks = [{ stop }];
  const stream = { active: true, getTracks: () => tracks, getVideoTracks: () => tracks };
  return { name, stream: stream as unknown as MediaStream, stop };
}

/** Sources that log what is opened, in order. */
function setUp(options: Partial<CaptureOptions> = {}, permission: PermissionState = 'denied') {
  const log: string[] = [];
  const streams = {
    microphone: streamOf('microphone'),
    camera: streamOf('camera'),
    inset: streamOf('inset'),
    shared: streamOf('shared'),
  };
  const open = (name: keyof typeof streams) =>
    vi.fn(async () => {
      log.push(name);
      return streams[name].stream;
    });
  const partEvents: { picture?: PartEvents; sound?: PartEvents } = {};
  const live = { picture: true, sound: true };
  const picture = {
    track: { kind: 'video' } as MediaStreamTrack | undefined,
    isLive: () => live.picture,
    adjust: vi.fn<PicturePart['adjust']>(),
    progress: () => ({ inset: { shown: true, state: 'live' as const } }),
    ease: vi.fn<PicturePart['ease']>(),
    setMatrix: vi.fn<PicturePart['setMatrix']>(),
    convertTo: vi.fn<PicturePart['convertTo']>(async () => true),
    close: vi.fn(),
  };
  const sound = {
    track: { kind: 'audio' } as MediaStreamTrack | undefined,
    isLive: () => live.sound,
    adjust: vi.fn<SoundPart['adjust']>(),
    progress: () => ({ sourceSound: true }),
    setPlayed: vi.fn(),
    sourcePeak: () => 0.5,
    onLevel: vi.fn(),
    close: vi.fn(),
  };
  const stopIdleFrames = vi.fn();
  const colors = {
    watch: { start: vi.fn(), stop: vi.fn() },
    found: (_matrix: ColorMatrix): void => undefined,
  };
  const isShared = (options.source ?? 'tab') === 'tab' || options.source === 'picker';
  const deps = {
    openMicrophone: open('microphone'),
    openCamera: open('camera'),
    openInsetCamera: open('inset'),
    openShared: vi.fn<SourcesDeps['openShared']>(async () => {
      if (!isShared) return undefined;
      log.push('shared');
      return streams.shared.stream;
    }),
    readDevicePermission: async () => permission,
    requestIdleFrames: vi.fn<SourcesDeps['requestIdleFrames']>(() => stopIdleFrames),
    createCameraColorWatch: vi.fn<SourcesDeps['createCameraColorWatch']>((_track, found) => {
      colors.found = found;
      return colors.watch;
    }),
    createColorWatch: vi.fn<SourcesDeps['createColorWatch']>((_track, _assumed, found) => {
      colors.found = found;
      return colors.watch;
    }),
    openPicture: vi.fn<SourcesDeps['openPicture']>((_inputs, _options, events) => {
      partEvents.picture = events;
      return picture;
    }),
    openSound: vi.fn<SourcesDeps['openSound']>(async (_inputs, _options, events) => {
      partEvents.sound = events;
      return sound;
    }),
    createStream: vi.fn((tracks: MediaStreamTrack[]) => ({ tracks }) as unknown as MediaStream),
  } satisfies SourcesDeps;
  const events = { changed: vi.fn(), ended: vi.fn(), failed: vi.fn() };
  const plan = { name: 'Lesson', matrix: 'bt709' as const, options: { ...defaultOptions, ...options } };
  return {
    log,
    streams,
    deps,
    events,
    live,
    partEvents,
    picture,
    sound,
    stopIdleFrames,
    colors,
    open: () => openSources(plan, 'webm', events, deps),
  };
}

describe('opening the sources', () => {
  it.each<[string, Partial<CaptureOptions>, readonly string[]]>([
    ['a tab alone', {}, ['shared']],
    ['devices before the tab', { microphone: true, inset: true }, ['microphone', 'inset', 'shared']],
    [
      'devices before the picker',
      { source: 'picker', microphone: true, inset: true },
      ['microphone', 'inset', 'shared'],
    ],
    ['a camera, without an inset', { source: 'camera', inset: true }, ['camera']],
    ['a camera and a microphone', { source: 'camera', microphone: true }, ['microphone', 'camera']],
    ['a microphone alone', { source: 'microphone', inset: true }, ['microphone']],
  ])('opens %s', async (_what, options, opened) => {
    const { open, log, deps } = setUp(options);
    await open();
    expect(log).toEqual(opened);
    expect(deps.openSound).toHaveBeenCalledOnce();
    expect(deps.openPicture).toHaveBeenCalledOnce();
  });

  it('makes one stream of the video and the audio', async () => {
    const { open, deps, picture, sound, streams } = setUp({ microphone: true, inset: true });
    const sources = await open();
    expect(sources.stream).toEqual({ tracks: [picture.track, sound.track] });
    expect(deps.openSound.mock.calls[0]?.[0]).toEqual({
      shared: streams.shared.stream,
      microphone: streams.microphone.stream,
      isPlayed: true,
    });
    expect(deps.openPicture.mock.calls[0]?.[0]).toEqual({
      shared: streams.shared.stream,
      camera: streams.inset.stream,
      hasInset: true,
      lastMatrix: 'bt709',
    });
    expect(sources.progress()).toEqual({ inset: { shown: true, state: 'live' }, sourceSound: true });
    expect(sources.sourcePeak()).toBe(0.5);
    sources.ease(2500);
    expect(picture.ease).toHaveBeenCalledExactlyOnceWith(2500);
  });

  it('leaves out a part without a track', async () => {
    const { open, deps, picture, sound } = setUp();
    sound.track = undefined;
    await open();
    expect(deps.createStream).toHaveBeenCalledExactlyOnceWith([picture.track]);
  });

  it.each([
    ['granted', true, true],
    ['granted', false, false],
    ['prompt', true, false],
    ['denied', true, false],
  ] as const)(
    'with the camera %s, and to be shown later: %s, makes a way for an inset: %s',
    async (permission, insetLater, hasInset) => {
      const { open, deps } = setUp({ insetLater }, permission);
      await open();
      expect(deps.openPicture.mock.calls[0]?.[0]).toMatchObject({ camera: undefined, hasInset });
    },
  );
});

describe('sources that can’t be opened', () => {
  const all = { microphone: true, inset: true };

  it.each(['openMicrophone', 'openInsetCamera', 'openShared'] as const)(
    'are released if %s fails, and nothing is opened after it',
    async (failing) => {
      const { open, deps, log, streams, stopIdleFrames } = setUp(all);
      const refusal = new FailureError('microphone-denied');
      deps[failing].mockRejectedValue(refusal);
      await expect(open()).rejects.toBe(refusal);
      for (const { name, stop } of Object.values(streams))
        expect(stop, name).toHaveBeenCalledTimes(log.includes(name) ? 1 : 0);
      expect(log).toEqual(
        ['microphone', 'inset'].slice(
          0,
          ['openMicrophone', 'openInsetCamera', 'openShared'].indexOf(failing),
        ),
      );
      expect(deps.openSound).not.toHaveBeenCalled();
      expect(stopIdleFrames).not.toHaveBeenCalled();
    },
  );

  it.each(['microphone', 'inset', 'shared'] as const)(
    'are released if the stream of %s is over at once',
    async (name) => {
      const { open, streams } = setUp(all);
      Object.assign(streams[name].stream, { active: false });
      await expect(open()).rejects.toMatchObject({ failure: { code: 'nothing-to-record' } });
      expect(streams.microphone.stop).toHaveBeenCalledOnce();
      expect(streams[name].stop).toHaveBeenCalledOnce();
    },
  );

  it('are released if the audio or the video can’t be made', async () => {
    const soundless = setUp(all);
    soundless.deps.openSound.mockRejectedValue(new Error('no context'));
    await expect(soundless.open()).rejects.toThrow('no context');
    expect(soundless.stopIdleFrames).toHaveBeenCalledOnce();
    for (const name of ['microphone', 'inset', 'shared'] as const)
      expect(soundless.streams[name].stop, name).toHaveBeenCalledOnce();

    const pictureless = setUp(all);
    pictureless.deps.openPicture.mockImplementation(() => {
      throw new Error('no worker');
    });
    await expect(pictureless.open()).rejects.toThrow('no worker');
    expect(pictureless.sound.close).toHaveBeenCalledOnce();
    expect(pictureless.streams.shared.stop).toHaveBeenCalledOnce();
  });
});

describe('open sources', () => {
  it('report a change, and the end of what is shared', async () => {
    const { open, events, live, partEvents } = setUp({ microphone: true });
    await open();
    expect(events.changed).toHaveBeenCalledOnce();
    live.sound = false;
    partEvents.sound?.changed();
    expect(events.changed).toHaveBeenCalledTimes(2);
    expect(events.ended).not.toHaveBeenCalled();
    live.sound = true;
    live.picture = false;
    partEvents.picture?.changed();
    expect(events.ended).toHaveBeenCalledOnce();
  });

  it('of devices end with the last of them', async () => {
    const { open, events, live, partEvents } = setUp({ source: 'camera', microphone: true });
    await open();
    live.picture = false;
    partEvents.picture?.changed();
    expect(events.ended).not.toHaveBeenCalled();
    live.sound = false;
    partEvents.sound?.changed();
    expect(events.ended).toHaveBeenCalledOnce();
  });

  it('report an end that came while they were opened, once they are open', async () => {
    const { open, events, live, partEvents, deps } = setUp();
    deps.openSound.mockImplementation(async (_inputs, _options, soundEvents) => {
      partEvents.sound = soundEvents;
      live.picture = false;
      soundEvents.changed();
      expect(events.ended).not.toHaveBeenCalled();
      return { track: undefined, isLive: () => false } as SoundPart;
    });
    await open();
    expect(events.ended).toHaveBeenCalledOnce();
  });

  it('report what can’t be made any more', async () => {
    const { open, events, partEvents } = setUp();
    await open();
    partEvents.picture?.failed(failure('unexpected'));
    expect(events.failed).toHaveBeenCalledExactlyOnceWith(failure('unexpected'));
  });

  it('adjust video and audio, both, even if one refuses', async () => {
    const { open, picture, sound } = setUp();
    const sources = await open();
    picture.adjust.mockRejectedValue(new FailureError('camera-missing'));
    await expect(sources.adjust({ inset: true })).rejects.toMatchObject({
      failure: { code: 'camera-missing' },
    });
    expect(sound.adjust).toHaveBeenCalledExactlyOnceWith({ inset: true });
    picture.adjust.mockResolvedValue(undefined);
    await sources.adjust({ muted: true });
  });

  it('say by which matrix the colors of what is shared were made, once it is found out', async () => {
    const { open, colors, deps, events, picture } = setUp({ inset: true });
    const sources = await open();
    expect(deps.createColorWatch.mock.calls[0]?.[1], 'what was found last time').toMatchObject({
      assumed: 'bt709',
    });
    expect(colors.watch.start).toHaveBeenCalledOnce();
    expect(sources.progress()).not.toHaveProperty('matrix');
    events.changed.mockClear();
    colors.found('bt601');
    expect(sources.progress()).toMatchObject({ matrix: 'bt601' });
    expect(picture.setMatrix).toHaveBeenCalledExactlyOnceWith('bt601');
    expect(events.changed).toHaveBeenCalledOnce();
    sources.close();
    expect(colors.watch.stop).toHaveBeenCalledOnce();
  });

  it('convert VP8 to the matrix that players read it by, and say what was recorded', async () => {
    const { open, colors, picture } = setUp();
    const sources = await open();
    await sources.prepareFor({ videoCodec: 'vp9' }, { width: 640, height: 480 });
    expect(picture.convertTo).not.toHaveBeenCalled();
    colors.found('bt709');
    expect(sources.matrix()).toBe('bt709');
    await sources.prepareFor({ videoCodec: 'vp8' }, { width: 1280, height: 719 });
    expect(picture.convertTo).toHaveBeenLastCalledWith('bt601', { width: 1280, height: 719 });
    expect(sources.matrix()).toBe('bt601');
    expect(sources.progress(), 'what the next recording begins with').toMatchObject({ matrix: 'bt709' });
    await sources.prepareFor({ videoCodec: 'vp8' }, { width: 480, height: 720 });
    expect(picture.convertTo).toHaveBeenLastCalledWith('bt709', { width: 480, height: 720 });
    expect(sources.matrix()).toBe('bt709');
  });

  it('state what they are converted to, though nobody doubts their label', async () => {
    const sources = await setUp().open();
    await sources.prepareFor({ videoCodec: 'vp8' }, { width: 1280, height: 720 });
    expect(sources.matrix()).toBe('bt709');
  });

  it('say how the colors were made if they can not be converted, or what they are is not known', async () => {
    const { open, colors, picture } = setUp();
    picture.convertTo.mockResolvedValue(false);
    const sources = await open();
    await sources.prepareFor({ videoCodec: 'vp8' }, { width: 640, height: 480 });
    expect(sources.matrix()).toBeUndefined();
    colors.found('bt709');
    expect(sources.matrix()).toBe('bt709');
  });

  it('state a matrix for a camera that states none', async () => {
    const { open, colors, deps } = setUp({ source: 'camera' });
    const sources = await open();
    expect(deps.createColorWatch).not.toHaveBeenCalled();
    expect(deps.createCameraColorWatch).toHaveBeenCalledOnce();
    expect(colors.watch.start).toHaveBeenCalledOnce();
    colors.found('bt601');
    expect(sources.progress()).toMatchObject({ matrix: 'bt601' });
    sources.close();
    expect(colors.watch.stop).toHaveBeenCalledOnce();
  });

  it('are not looked at for their colors if they are a microphone alone', async () => {
    const { open, deps } = setUp({ source: 'microphone' });
    await open();
    expect(deps.createColorWatch).not.toHaveBeenCalled();
    expect(deps.createCameraColorWatch).not.toHaveBeenCalled();
  });

  it('are all released when they are closed', async () => {
    const { open, picture, sound, streams, stopIdleFrames, deps } = setUp({ microphone: true });
    const sources = await open();
    expect(deps.requestIdleFrames).toHaveBeenCalledExactlyOnceWith(streams.shared.stream);
    expect(stopIdleFrames).not.toHaveBeenCalled();
    sources.close();
    for (const end of [
      picture.close,
      sound.close,
      stopIdleFrames,
      streams.microphone.stop,
      streams.shared.stop,
    ])
      expect(end).toHaveBeenCalledOnce();
    expect(streams.inset.stop).not.toHaveBeenCalled();
  });
});
