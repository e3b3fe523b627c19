import { describe, expect, it } from 'vitest';
import { type Edits, noEdits } from './edits';
import { exportFormats, type Tracks } from './formats';
import { encodedBy, obstacleTo, planExport } from './plan';

const vp9: Tracks = { picture: 'vp9', sound: 'opus' };
const h264: Tracks = { picture: 'avc', sound: 'opus' };
const copied = true;
const cropped: Edits = { ...noEdits, crop: { left: 10, top: 0, right: 0, bottom: 0 } };

describe('only what must be encoded is', () => {
  it('copies H.264 for what plays everywhere, and encodes the sound', () => {
    expect(planExport(h264, 'everywhere', noEdits)).toEqual({
      picture: { codec: 'avc', isCopied: copied },
      sound: { codec: 'aac', isCopied: false },
      turnsByMetadata: true,
    });
    expect(encodedBy(planExport({ picture: 'avc', sound: 'aac' }, 'everywhere', noEdits))).toEqual([]);
    expect(encodedBy(planExport(vp9, 'everywhere', noEdits))).toEqual(['avc', 'aac']);
  });

  it.each(['webm', 'mp4'] as const)('copies VP9 and Opus into %s', (format) => {
    expect(encodedBy(planExport(vp9, format, noEdits))).toEqual([]);
  });

  it('encodes H.264 for WebM, and keeps Opus', () => {
    expect(encodedBy(planExport(h264, 'webm', noEdits))).toEqual(['vp9']);
  });

  it('encodes only the picture if it is cropped, in the codec that it has', () => {
    expect(encodedBy(planExport(vp9, 'webm', cropped))).toEqual(['vp9']);
    expect(encodedBy(planExport(h264, 'mp4', cropped))).toEqual(['avc']);
  });

  it('encodes only the sound if its volume changes, and nothing if it is muted', () => {
    expect(encodedBy(planExport(vp9, 'webm', { ...noEdits, volume: 2 }))).toEqual(['opus']);
    const muted = planExport(vp9, 'webm', { ...noEdits, volume: 2, isMuted: true });
    expect(muted.sound).toBeUndefined();
    expect(encodedBy(muted)).toEqual([]);
  });

  it('turns MP4 by metadata, and the pixels of WebM', () => {
    const edits: Edits = { ...noEdits, rotation: 90 };
    expect(encodedBy(planExport(h264, 'mp4', edits))).toEqual([]);
    expect(planExport(h264, 'mp4', edits).turnsByMetadata).toBe(true);
    expect(encodedBy(planExport(vp9, 'webm', edits))).toEqual(['vp9']);
    expect(planExport(vp9, 'webm', edits).turnsByMetadata).toBe(false);
  });

  it('copies Opus as such, and decodes it for WAV', () => {
    expect(encodedBy(planExport(vp9, 'opus', noEdits))).toEqual([]);
    expect(encodedBy(planExport(vp9, 'opus', { ...noEdits, volume: 0.5 }))).toEqual(['opus']);
    expect(encodedBy(planExport(vp9, 'wav', noEdits))).toEqual(['pcm']);
    expect(encodedBy(planExport({ picture: undefined, sound: 'pcm' }, 'wav', noEdits))).toEqual(['pcm']);
  });
});

describe('obstacles', () => {
  const obstacles = (tracks: Tracks, edits = noEdits) =>
    exportFormats.flatMap((format) => {
      const obstacle = obstacleTo(tracks, format, edits);
      return obstacle === undefined ? [] : [`${format}: ${obstacle}`];
    });

  it('are none for video with audio', () => {
    expect(obstacles(vp9)).toEqual([]);
    expect(obstacles(h264)).toEqual([]);
  });

  it('are missing tracks', () => {
    expect(obstacles({ picture: undefined, sound: 'opus' })).toEqual(['gif: no-picture', 'png: no-picture']);
    const silent = ['mp3: no-sound', 'wav: no-sound', 'opus: no-sound'];
    expect(obstacles({ picture: 'vp9', sound: undefined })).toEqual(silent);
    expect(obstacles(vp9, { ...noEdits, isMuted: true })).toEqual(silent);
    expect(obstacles({ picture: undefined, sound: 'opus' }, { ...noEdits, isMuted: true })).toHaveLength(8);
  });

  it('are VP8 in MP4', () => {
    expect(obstacles({ picture: 'vp8', sound: 'opus' })).toEqual(['mp4: codec']);
  });
});
