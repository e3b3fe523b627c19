import { describe, expect, it } from 'vitest';
import { type CaptureOptions, defaultOptions } from '../../domain/options';
import { createChoices } from './choices';

function setUp(supported: (mimeType: string) => boolean = () => true) {
  const saved: CaptureOptions[] = [];
  const choices = createChoices({
    save: async (options) => void saved.push(options),
    isTypeSupported: supported,
  });
  return { choices, saved };
}

describe('choices', () => {
  it('begin with the defaults', () => {
    expect(setUp().choices.options.value).toEqual(defaultOptions);
  });

  it('offer what the browser can record, and "Automatic" always', () => {
    expect(setUp((mimeType) => mimeType.includes('vp8')).choices.formats).toEqual(['automatic', 'webm-vp8']);
    expect(setUp(() => false).choices.formats).toEqual(['automatic']);
  });

  it('show what was chosen the last time', () => {
    const { choices, saved } = setUp();
    const last: CaptureOptions = {
      ...defaultOptions,
      source: 'picker',
      timesliceMs: 1500,
      format: 'mp4-h264',
    };
    choices.load(last);
    expect(choices.numbers.timesliceMs.choice.value).toBe('custom');
    expect(choices.numbers.timesliceMs.typed.value).toBe('1500');
    expect(choices.options.value).toEqual(last);
    expect(saved).toEqual([]);
  });

  it('do not keep a format that this browser has lost', () => {
    const { choices } = setUp(() => false);
    choices.load({ ...defaultOptions, format: 'mp4-av1' });
    expect(choices.options.value.format).toBe('automatic');
  });

  it('refuse an invalid number as it is typed, and never correct it', () => {
    const { choices, saved } = setUp();
    choices.choose('timesliceMs', 'custom');
    choices.type('timesliceMs', '50');
    expect(choices.wrong.value).toEqual(['timesliceMs']);
    expect(choices.numbers.timesliceMs.typed.value).toBe('50');
    choices.type('timesliceMs', '500');
    expect(choices.wrong.value).toEqual([]);
    expect(choices.options.value.timesliceMs).toBe(500);
    expect(saved.map(({ timesliceMs }) => timesliceMs)).toEqual([1000, 500]);
  });

  it('remember each change, and leave what is typed alone', () => {
    const { choices, saved } = setUp();
    choices.choose('quality', 'custom');
    choices.type('quality', '2.50');
    choices.change({ microphone: true, frameRate: 60 });
    expect(choices.numbers.quality.typed.value).toBe('2.50');
    expect(saved.at(-1)).toEqual({ ...defaultOptions, quality: 2_500_000, microphone: true, frameRate: 60 });
  });

  it('go back to the defaults', () => {
    const { choices, saved } = setUp();
    choices.load({ ...defaultOptions, stopAfterMs: 90_000, quality: 1_000_000, inset: true });
    choices.type('quality', 'much');
    choices.reset();
    expect(choices.wrong.value).toEqual([]);
    expect(choices.numbers.quality.choice.value).toBe('balanced');
    expect(saved).toEqual([defaultOptions]);
  });

  it('say what the cadence of MP4 will be', () => {
    const { choices } = setUp();
    choices.choose('timesliceMs', '250');
    expect(choices.slowerCadenceMs.value).toBeUndefined();
    choices.change({ format: 'mp4-h264' });
    expect(choices.slowerCadenceMs.value).toBe(1000);
    choices.choose('timesliceMs', '5000');
    expect(choices.slowerCadenceMs.value).toBeUndefined();
    choices.choose('timesliceMs', 'none');
    expect(choices.slowerCadenceMs.value).toBeUndefined();
  });

  it('do not mention MP4 for audio alone, which is WebM', () => {
    const { choices } = setUp();
    choices.change({ format: 'mp4-h264', timesliceMs: 250, source: 'microphone' });
    expect(choices.slowerCadenceMs.value).toBeUndefined();
  });

  it('hold for this recording even if they cannot be saved', async () => {
    const choices = createChoices({
      save: () => Promise.reject(new Error('no space')),
      isTypeSupported: () => true,
    });
    choices.change({ source: 'picker' });
    await Promise.resolve();
    expect(choices.options.value.source).toBe('picker');
  });

  it('say which audio an MP4 gets, and offer a choice only where there is one', () => {
    const { choices } = setUp();
    expect(choices.mp4Audio.value).toBeUndefined();
    expect(choices.canUseAac.value).toBe(false);
    choices.change({ format: 'mp4-h264' });
    expect(choices.canUseAac.value).toBe(true);
    expect(choices.mp4Audio.value).toBe('aac');
    choices.change({ mp4Audio: 'opus' });
    expect(choices.canUseAac.value).toBe(true);
    expect(choices.mp4Audio.value).toBe('opus');
  });

  it.each([
    // Which MP4 can have AAC, the format, its audio, and whether there is a choice.
    ['all', 'mp4-h264', 'aac', true],
    ['all', 'mp4-vp9', 'aac', true],
    ['all', 'mp4-av1', 'aac', true],
    ['all', 'webm-vp9', undefined, false],
    ['all', 'webm-vp8', undefined, false],
    ['all', 'webm-av1', undefined, false],
    ['all', 'automatic', undefined, false],
    ['avc3', 'mp4-h264', 'aac', true],
    ['avc3', 'mp4-vp9', 'opus', false],
    ['avc3', 'mp4-av1', 'opus', false],
    ['vp9', 'mp4-h264', 'opus', false],
    ['vp9', 'mp4-vp9', 'aac', true],
    ['vp9', 'mp4-av1', 'opus', false],
    ['vp9', 'webm-vp9', undefined, false],
    ['av01', 'mp4-h264', 'opus', false],
    ['av01', 'mp4-vp9', 'opus', false],
    ['av01', 'mp4-av1', 'aac', true],
    ['none', 'mp4-h264', 'opus', false],
    ['none', 'mp4-vp9', 'opus', false],
    ['none', 'mp4-av1', 'opus', false],
  ] as const)('where AAC can be in MP4 of %s, give %s the audio %s', (able, format, audio, canUseAac) => {
    const { choices } = setUp((type) => !type.includes('mp4a') || able === 'all' || type.includes(able));
    choices.change({ format });
    expect(choices.mp4Audio.value).toBe(audio);
    expect(choices.canUseAac.value).toBe(canUseAac);
  });

  it('say nothing of audio where there is none', () => {
    const { choices } = setUp();
    choices.change({ format: 'mp4-h264', source: 'camera' });
    expect(choices.mp4Audio.value).toBeUndefined();
    expect(choices.canUseAac.value).toBe(false);
    choices.change({ microphone: true });
    expect(choices.mp4Audio.value).toBe('aac');
    choices.change({ source: 'picker', microphone: false });
    expect(choices.mp4Audio.value).toBe('aac');
  });
});
