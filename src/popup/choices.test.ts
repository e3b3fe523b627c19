import { describe, expect, it } from 'vitest';
import { type CaptureOptions, defaultOptions } from '../domain/options';
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
    expect(choices.timeslice.value).toBe('custom');
    expect(choices.typed.value).toBe('1500');
    expect(choices.options.value).toEqual(last);
    expect(saved).toEqual([]);
  });

  it('do not keep a format that this browser has lost', () => {
    const { choices } = setUp(() => false);
    choices.load({ ...defaultOptions, format: 'mp4-av1' });
    expect(choices.format.value).toBe('automatic');
  });

  it('refuse a wrong number as it is typed, and never mend it', () => {
    const { choices, saved } = setUp();
    choices.chooseTimeslice('custom');
    choices.typeTimeslice('50');
    expect(choices.typedIsWrong.value).toBe(true);
    expect(choices.options.value).toBeUndefined();
    expect(choices.typed.value).toBe('50');
    choices.typeTimeslice('500');
    expect(choices.options.value?.timesliceMs).toBe(500);
    expect(saved.map(({ timesliceMs }) => timesliceMs)).toEqual([1000, 500]);
  });

  it('say what the cadence of MP4 will be', () => {
    const { choices } = setUp();
    choices.chooseTimeslice('250');
    expect(choices.slowerCadenceMs.value).toBeUndefined();
    choices.chooseFormat('mp4-h264');
    expect(choices.slowerCadenceMs.value).toBe(1000);
    choices.chooseTimeslice('5000');
    expect(choices.slowerCadenceMs.value).toBeUndefined();
    choices.chooseTimeslice('none');
    expect(choices.slowerCadenceMs.value).toBeUndefined();
  });

  it('hold for this recording even where they cannot be remembered', async () => {
    const choices = createChoices({
      save: () => Promise.reject(new Error('no space')),
      isTypeSupported: () => true,
    });
    choices.chooseSource('picker');
    await Promise.resolve();
    expect(choices.options.value?.source).toBe('picker');
  });
});
