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
/** An estimate without doubt. */
const exactly = (bytes: number) => ({ least: bytes, most: bytes });

describe('the estimated size', () => {
  it('of a copy is that of the recording', () => {
    expect(estimate('webm')).toEqual(exactly(source.bytes));
    expect(estimate('mp4')).toEqual(exactly(source.bytes));
  });

  it('of sound follows from its bitrate', () => {
    expect(estimate('wav')).toEqual(exactly((60 * 1_536_000) / 8));
    expect(estimate('mp3')).toEqual(exactly((60 * 192_000) / 8));
    expect(estimate('opus')).toEqual(exactly((60 * 128_000) / 8));
  });

  it('of encoded video is twice the recorded one, within limits', () => {
    expect(estimate('everywhere')).toEqual(exactly((60 * (2_000_000 + 160_000)) / 8));
    expect(encodedPictureRate({ ...source, bytes: 0 }, noEdits)).toBe(500_000);
    expect(encodedPictureRate({ ...source, bytes: 1e12 }, noEdits)).toBe(2_500_000);
  });

  it('shrinks with a crop and without sound', () => {
    const half: Edits = { ...noEdits, crop: { ...noEdits.crop, left: 640 } };
    expect(estimate('webm', half)).toEqual(exactly((60 * (1_000_000 + 128_000)) / 8));
    expect(estimate('png', half).most).toBe(estimate('png').most / 2);
    expect(estimate('webm', { ...noEdits, isMuted: true })).toEqual(exactly((60 * 1_000_000) / 8));
  });

  it('of a GIF follows from its size once it is turned', () => {
    const upright = { ...source, size: { width: 720, height: 1280 } };
    const plan = planExport(tracks, 'gif', noEdits);
    expect(estimate('gif', { ...noEdits, rotation: 90 })).toEqual(
      estimateBytes(upright, 'gif', plan, noEdits),
    );
  });

  it('of pictures is a range, from a still page to a film', () => {
    // 10 s of a film, 640 px wide, once became 8.5 MB.
    const film = { ...source, durationMs: 10_000, size: { width: 640, height: 360 } };
    const { least, most } = estimateBytes(film, 'gif', planExport(tracks, 'gif', noEdits), noEdits);
    expect(least).toBeLessThan(0.7e6);
    expect(most).toBeGreaterThan(8.5e6);
    expect(estimate('png').least).toBeLessThan(estimate('png').most);
  });

  it('of a recording without length is 0', () => {
    const empty = { ...source, durationMs: 0 };
    expect(estimateBytes(empty, 'webm', planExport(tracks, 'webm', noEdits), noEdits)).toEqual(exactly(0));
  });

  it('of sound alone is that of the recording if it is copied', () => {
    const sound = { ...source, size: undefined };
    const only = { picture: undefined, sound: 'opus' } as const;
    expect(estimateBytes(sound, 'opus', planExport(only, 'opus', noEdits), noEdits)).toEqual(
      exactly(source.bytes),
    );
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
