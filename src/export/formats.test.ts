import { describe, expect, it } from 'vitest';
import { formats, mimeTypeOf } from '../domain/format';
import { mimeTypeOf as exportedType, extensionOf, tracksOf } from './formats';

describe('tracksOf', () => {
  it.each([
    ['webm-vp9', 'vp9'],
    ['webm-vp8', 'vp8'],
    ['webm-av1', 'av1'],
    ['mp4-h264', 'avc'],
    ['mp4-vp9', 'vp9'],
    ['mp4-av1', 'av1'],
  ])('finds the codecs of %s', (id, picture) => {
    const format = formats.find((each) => each.id === id);
    expect(format && tracksOf(mimeTypeOf(format))).toEqual({ picture, sound: 'opus' });
    expect(format && tracksOf(mimeTypeOf(format, { video: false, audio: true }))).toEqual({
      picture: undefined,
      sound: 'opus',
    });
    expect(format && tracksOf(mimeTypeOf(format, { video: true, audio: false }))).toEqual({
      picture,
      sound: undefined,
    });
  });

  it.each([
    ['video/mp4;codecs="avc1.64001f, mp4a.40.2"', { picture: 'avc', sound: 'aac' }],
    ['video/webm; codecs="vp09.00.10.08,opus"', { picture: 'vp9', sound: 'opus' }],
    ['video/webm', { picture: 'vp8', sound: 'opus' }],
    ['video/mp4', { picture: 'avc', sound: 'opus' }],
    ['audio/webm', { picture: undefined, sound: 'opus' }],
    ['', { picture: undefined, sound: 'opus' }],
  ])('of %j', (mimeType, tracks) => {
    expect(tracksOf(mimeType)).toEqual(tracks);
  });
});

it('an MP4 without a picture is named as sound', () => {
  expect(extensionOf('everywhere', { picture: 'avc' })).toBe('mp4');
  expect(extensionOf('mp4', { picture: undefined })).toBe('m4a');
  expect(extensionOf('png', { picture: 'vp9' })).toBe('zip');
  expect(extensionOf('opus', { picture: undefined })).toBe('opus');
  expect(exportedType('everywhere', { picture: 'avc' })).toBe('video/mp4');
  expect(exportedType('everywhere', { picture: undefined })).toBe('audio/mp4');
  expect(exportedType('webm', { picture: undefined })).toBe('audio/webm');
  expect(exportedType('mp3', { picture: 'avc' })).toBe('audio/mpeg');
});
