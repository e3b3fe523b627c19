import { describe, expect, it } from 'vitest';
import { audioBitsPerSecond, videoBitsPerSecond } from '../../domain/format';
import { type CaptureOptions, defaultOptions } from '../../domain/options';
import { expectedBitsPerSecond } from './expected-size';

const sizes = { tab: { width: 500, height: 300 }, screen: { width: 1920, height: 1080 }, pixelRatio: 2 };
const expected = (change: Partial<CaptureOptions>, of = sizes) =>
  expectedBitsPerSecond({ ...defaultOptions, quality: 'high', ...change }, of);
const picture = (width: number, height: number, frameRate = 30) =>
  videoBitsPerSecond({ width, height, frameRate }, 'high') + audioBitsPerSecond;

describe('expectedBitsPerSecond', () => {
  it('is that of the source’s own video', () => {
    expect(expected({ source: 'tab' })).toBe(picture(1000, 600));
    expect(expected({ source: 'picker', surface: 'monitor' })).toBe(picture(3840, 2160));
    expect(expected({ source: 'picker', surface: 'browser' })).toBe(picture(1000, 600));
  });

  it('follows the resolution, which never enlarges, and the frame rate', () => {
    expect(expected({ source: 'picker', resolution: 720 })).toBe(picture(1280, 720));
    expect(expected({ source: 'tab', resolution: 1080 })).toBe(picture(1000, 600));
    expect(expected({ source: 'tab', frameRate: 60 })).toBe(picture(1000, 600, 60));
  });

  it('is within the limit of MP4, which is turned for a portrait tab', () => {
    const size = { width: 1440, height: 2560 };
    const portrait = { tab: size, screen: size, pixelRatio: 1 };
    expect(expected({ source: 'tab', format: 'mp4-h264' }, portrait)).toBe(picture(1440, 2560));
    expect(expected({ source: 'picker', format: 'mp4-h264' }, portrait)).toBe(picture(1296, 2304));
  });

  it('takes a camera for 1080 lines', () => {
    expect(expected({ source: 'camera' })).toBe(picture(1920, 1080));
    expect(expected({ source: 'camera', resolution: 480 })).toBe(picture(853, 480));
  });

  it('is the user’s own number, and the audio', () => {
    expect(expected({ quality: 4_000_000 })).toBe(4_000_000 + audioBitsPerSecond);
    expect(expected({ source: 'microphone', quality: 4_000_000 })).toBe(audioBitsPerSecond);
  });
});
