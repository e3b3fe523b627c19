import { describe, expect, it } from 'vitest';
import type { Span } from '../domain/edit';
import { createPlayback } from './playback';
import { FakeMedia } from './testing/fake-media';

function setUp(next: (atMs: number) => number | undefined = (atMs) => atMs, spans?: readonly Span[]) {
  const media = new FakeMedia();
  const frames = new Set<() => void>();
  const playback = createPlayback(media, {
    next,
    file: { url: 'blob:original', media: new Blob(), ...(spans === undefined ? {} : { spans }) },
    statedMs: 9000,
    onJump: () => undefined,
    everyFrame(task) {
      frames.add(task);
      return () => frames.delete(task);
    },
  });
  const stated = playback.durationMs.value;
  media.duration = 10;
  media.say('loadedmetadata');
  const pass = (seconds: number) => {
    media.currentTime += seconds;
    for (const frame of [...frames]) frame();
  };
  return { media, frames, playback, stated, pass };
}

describe('playback', () => {
  it('follows the element only while it plays', () => {
    const { playback, frames, stated, pass, media } = setUp();
    expect(stated, 'before the file says it').toBe(9000);
    expect(playback.durationMs.value).toBe(10_000);
    expect(frames.size).toBe(0);
    playback.toggle();
    pass(1.5);
    expect(playback.positionMs.value).toBe(1500);
    expect(playback.isPlaying.value).toBe(true);
    playback.toggle();
    expect(frames.size).toBe(0);
    expect(playback.isPlaying.value).toBe(false);
    playback.toggle();
    playback.end();
    expect(frames.size).toBe(0);
    media.say('play');
    expect(frames.size).toBe(0);
  });

  it('seeks within the recording', () => {
    const { playback, media } = setUp();
    playback.seek(-100);
    expect(media.currentTime).toBe(0);
    playback.seek(20_000);
    expect(media.currentTime).toBe(10);
    expect(playback.positionMs.value).toBe(10_000);
  });

  it('leaves out what was cut, and ends with it', () => {
    const gap = (atMs: number) => (atMs < 2000 ? atMs : atMs < 8000 ? Math.max(atMs, 5000) : undefined);
    const { playback, media, pass } = setUp(gap);
    playback.toggle();
    pass(2.1);
    expect(media.currentTime).toBe(5);
    pass(2.9);
    expect(media.currentTime).toBeCloseTo(7.9);
    pass(0.2);
    expect(media.paused).toBe(true);
    playback.toggle();
    expect(media.currentTime).toBe(0);
    media.loop = true;
    pass(8.5);
    expect(media.currentTime).toBe(0);
    expect(media.paused).toBe(false);
  });

  it('shows a piece that was cut out when it is sought while paused', () => {
    const { playback, media } = setUp(() => 5000);
    playback.seek(3000);
    expect(media.currentTime).toBe(3);
  });

  it('starts again at the end', () => {
    const { playback, media } = setUp();
    playback.seek(10_000);
    playback.toggle();
    expect(media.currentTime).toBe(0);
  });

  it('shows what else changes speed, volume and loop', () => {
    const { playback, media } = setUp();
    playback.setSpeed(2);
    playback.setMuted(true);
    playback.setLooping(true);
    expect([media.playbackRate, media.muted, media.loop]).toEqual([2, true, true]);
    media.playbackRate = 1;
    media.say('ratechange');
    expect(playback.speed.value).toBe(1);
  });
});

describe('a clip that is played from its original', () => {
  const spans = [
    { startMs: 2000, endMs: 4000 },
    { startMs: 7000, endMs: 9000 },
  ];

  it('has its own times, and nothing else of the original', () => {
    const { playback, media, pass } = setUp(undefined, spans);
    expect([playback.positionMs.value, playback.durationMs.value]).toEqual([0, 4000]);
    playback.toggle();
    pass(0);
    expect(media.currentTime).toBe(2);
    pass(1.5);
    expect(playback.positionMs.value).toBe(1500);
    pass(0.6);
    expect([media.currentTime, playback.positionMs.value]).toEqual([7, 2000]);
    pass(2.02);
    expect([media.paused, playback.positionMs.value]).toEqual([true, 4000]);
    expect(media.currentTime, 'in the last frame').toBe(8.999);
    playback.toggle();
    expect([media.currentTime, media.paused]).toEqual([2, false]);
    playback.seek(2500);
    expect(media.currentTime).toBe(7.5);
    playback.setLooping(true);
    pass(1.5);
    expect([media.currentTime, media.paused]).toEqual([2, false]);
  });

  it('loops without what was cut out where the file ends with it', async () => {
    const { playback, media, pass } = setUp(undefined, [{ startMs: 2000, endMs: 10_000 }]);
    // As the browser's own menu does.
    media.loop = true;
    media.say('timeupdate');
    expect([playback.isLooping.value, media.loop], 'it would begin at 0').toEqual([true, false]);
    playback.toggle();
    pass(7);
    // Between two pictures, and the browser pauses first.
    media.currentTime = 10;
    media.pause();
    media.say('ended');
    expect([media.currentTime, media.paused, playback.isPlaying.value]).toEqual([2, false, true]);
    playback.load({ url: 'blob:own', media: new Blob() });
    expect([playback.isLooping.value, media.loop], 'its own file').toEqual([true, true]);
    playback.load({ url: 'blob:original', media: new Blob(), spans });
    playback.setLooping(false);
    media.currentTime = 10;
    media.pause();
    media.say('ended');
    expect(media.paused).toBe(true);
  });

  it('leaves out what was cut of it', () => {
    const gap = (atMs: number) => (atMs < 1000 ? atMs : atMs < 3500 ? Math.max(atMs, 2500) : undefined);
    const { playback, media, pass } = setUp(gap, spans);
    playback.seek(500);
    playback.toggle();
    pass(0.6);
    expect(media.currentTime).toBe(7.5);
    pass(1.1);
    expect([media.paused, media.currentTime]).toEqual([true, 8.6]);
  });
});

describe('a position', () => {
  it('that is rounded is not sought again', () => {
    for (const ms of [1001, 3433.333, 4004.9]) {
      const { playback, media, pass } = setUp((atMs) => Math.max(atMs, ms));
      playback.toggle();
      pass(0);
      expect(media.currentTime).toBeCloseTo(ms / 1000);
      // As a browser rounds it, to the microsecond below.
      const at = Math.floor(media.currentTime * 1e6) / 1e6;
      media.currentTime = at;
      pass(0);
      expect(media.currentTime).toBe(at);
    }
  });

  it('is left alone while a seek is under way', () => {
    const { playback, media, pass } = setUp((atMs) => (atMs < 1000 ? atMs : 5000));
    playback.toggle();
    media.seeking = true;
    pass(2);
    expect(media.currentTime).toBe(2);
    media.seeking = false;
    pass(0);
    expect(media.currentTime).toBe(5);
  });

  it('is where it was sought, if the duration is not known', () => {
    const { playback, media } = setUp();
    media.duration = Number.POSITIVE_INFINITY;
    media.say('durationchange');
    playback.seek(7000);
    expect(media.currentTime).toBe(7);
    playback.toggle();
    expect(media.currentTime).toBe(7);
  });

  it('has its duration until that of another file is known', () => {
    const { playback, media } = setUp();
    media.duration = Number.NaN;
    media.say('durationchange');
    expect(playback.durationMs.value).toBe(10_000);
    media.duration = 15;
    media.say('durationchange');
    expect(playback.durationMs.value).toBe(15_000);
  });

  it('follows in a hidden page too, which paints nothing', () => {
    const { playback, media } = setUp((atMs) => (atMs < 1000 ? atMs : Math.max(atMs, 5000)));
    playback.toggle();
    media.currentTime = 1.2;
    media.say('timeupdate');
    expect(media.currentTime).toBe(5);
  });
});

describe('the volume', () => {
  it('is set, and ends a mute', () => {
    const { playback, media } = setUp();
    playback.setMuted(true);
    playback.setVolume(0.4);
    expect([media.volume, media.muted, playback.volume.value]).toEqual([0.4, false, 0.4]);
  });
});

describe('a recording that the browser can’t play', () => {
  it('is known', () => {
    const { playback, media } = setUp();
    expect(playback.hasFailed.value).toBe(false);
    media.error = { code: 3 } as MediaError;
    media.say('error');
    expect(playback.hasFailed.value).toBe(true);
  });
});
