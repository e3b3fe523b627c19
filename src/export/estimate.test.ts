import { describe, expect, it } from 'vitest';
import en from '../public/_locales/en/messages.json' with { type: 'json' };
import ru from '../public/_locales/ru/messages.json' with { type: 'json' };
import { type Edits, noEdits } from './edits';
import { type ExportSource, encodedPictureRate, estimateBytes, gifLimits, gifSize } from './estimate';
import { planExport } from './plan';

/** A minute of 1280 × 720 at 1 Mbps, and its sound. */
const source: ExportSource = {
  durationMs: 60_000,
  bytes: (60 * 1_128_000) / 8,
  size: { width: 1280, height: 720 },
  hasSound: true,
};
const tracks = { picture: 'vp9', sound: 'opus' } as const;
const estimate = (format: Parameters<typeof estimateBytes>[1], edits: Edits = noEdits) =>
  estimateBytes(source, format, planExport(tracks, format, edits), edits);

describe('the estimated size', () => {
  it('of a copy is that of the recording', () => {
    expect(estimate('webm')).toBe(source.bytes);
    expect(estimate('mp4')).toBe(source.bytes);
  });

  it('of sound follows from its bitrate', () => {
    expect(estimate('wav')).toBe((60 * 1_536_000) / 8);
    expect(estimate('mp3')).toBe((60 * 192_000) / 8);
    expect(estimate('opus')).toBe((60 * 128_000) / 8);
  });

  it('of encoded video is twice the recorded one, within limits', () => {
    expect(estimate('everywhere')).toBe((60 * (2_000_000 + 160_000)) / 8);
    expect(encodedPictureRate({ ...source, bytes: 0 }, noEdits)).toBe(500_000);
    expect(encodedPictureRate({ ...source, bytes: 1e12 }, noEdits)).toBe(2_500_000);
  });

  it('shrinks with a crop and without sound', () => {
    const half: Edits = { ...noEdits, crop: { ...noEdits.crop, left: 640 } };
    expect(estimate('webm', half)).toBe((60 * (1_000_000 + 128_000)) / 8);
    expect(estimate('png', half)).toBe(estimate('png') / 2);
    expect(estimate('webm', { ...noEdits, isMuted: true })).toBe((60 * 1_000_000) / 8);
  });

  it('of a GIF follows from its size once it is turned', () => {
    const upright = { ...source, size: { width: 720, height: 1280 } };
    const plan = planExport(tracks, 'gif', noEdits);
    expect(estimate('gif', { ...noEdits, rotation: 90 })).toBe(estimateBytes(upright, 'gif', plan, noEdits));
  });

  it('of a recording without length is 0', () => {
    const empty = { ...source, durationMs: 0 };
    expect(estimateBytes(empty, 'webm', planExport(tracks, 'webm', noEdits), noEdits)).toBe(0);
  });

  it('of sound alone is that of the recording if it is copied', () => {
    const sound = { ...source, size: undefined };
    const only = { picture: undefined, sound: 'opus' } as const;
    expect(estimateBytes(sound, 'opus', planExport(only, 'opus', noEdits), noEdits)).toBe(source.bytes);
  });
});

it('a GIF is at most 640 px wide', () => {
  expect(gifSize({ width: 1280, height: 720 })).toEqual({ width: 640, height: 360 });
  expect(gifSize({ width: 320, height: 200 })).toEqual({ width: 320, height: 200 });
});

it('of a GIF is within the limits that the texts name', () => {
  const { frameRate, width } = gifLimits;
  expect(en.exportGifHint.message).toContain(`${frameRate} fps, up to ${width} px wide`);
  expect(ru.exportGifHint.message).toContain(`${frameRate} кадр/с, ширина до ${width} пикс.`);
});
