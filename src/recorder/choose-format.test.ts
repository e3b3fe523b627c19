import { describe, expect, it, vi } from 'vitest';
import { type FormatChoice, formats, mimeTypeOf } from '../domain/format';
import { type FormatDeps, formatFor } from './choose-format';

const streamOf = ({ video = true, audio = true, frameRate = 30 } = {}) =>
  ({
    getVideoTracks: () => (video ? [{ getSettings: () => ({ frameRate }) }] : []),
    getAudioTracks: () => (audio ? [{}] : []),
  }) as unknown as MediaStream;

/** A browser that supports these types, and encodes smoothly what `smooth` names. */
function setUp({ smooth = [] as readonly string[], supported = (type: string) => type !== '' } = {}) {
  const encodingInfo = vi.fn<FormatDeps['encodingInfo']>(async ({ video }) => ({
    smooth: smooth.some((codec) => video?.contentType.includes(codec)),
    powerEfficient: false,
  }));
  const deps = { isTypeSupported: supported, encodingInfo };
  const choose = (format: FormatChoice, stream = streamOf(), mp4Audio: 'aac' | 'opus' = 'aac') =>
    formatFor(
      { format, quality: 'balanced', frameRate: 30, mp4Audio },
      stream,
      { width: 1280, height: 720 },
      deps,
    );
  return { choose, encodingInfo };
}

describe('formatFor', () => {
  it.each([
    ['what is smooth', ['vp9', 'vp8'], 'webm-vp9'],
    ['VP8 if nothing better is smooth', ['vp8'], 'webm-vp8'],
    // AV1 must save power, too.
    ['no AV1 in software', ['av1', 'vp8'], 'webm-vp8'],
    ['VP8 if nothing is smooth', [], 'webm-vp8'],
  ])('chooses %s', async (_what, smooth, id) => {
    expect((await setUp({ smooth }).choose('automatic')).id).toBe(id);
  });

  it('asks about every WebM at the size, frame rate and bitrate of the recording, without its audio', async () => {
    const { choose, encodingInfo } = setUp();
    await choose('automatic', streamOf({ frameRate: 60 }));
    const webms = formats.filter(({ container }) => container === 'webm');
    expect(encodingInfo.mock.calls.map(([configuration]) => configuration)).toEqual(
      webms.map((format) => ({
        type: 'record',
        video: {
          contentType: mimeTypeOf(format, { video: true, audio: false }),
          width: 1280,
          height: 720,
          framerate: 60,
          bitrate: Math.round(1280 * 720 * 60 * 0.09),
        },
      })),
    );
  });

  it('asks about `webrtc` if the browser doesn’t know `record`', async () => {
    const { choose, encodingInfo } = setUp();
    encodingInfo.mockImplementation(async ({ type, video }) => {
      if (type === 'record') throw new TypeError('not a valid enum value');
      return { smooth: video?.contentType === 'video/vp9', powerEfficient: false };
    });
    expect((await choose('automatic')).id).toBe('webm-vp9');
  });

  it('takes an encoder that nothing is known about for slow', async () => {
    const { choose, encodingInfo } = setUp();
    encodingInfo.mockRejectedValue(new TypeError('no'));
    expect((await choose('automatic')).id).toBe('webm-vp8');
  });

  it('passes over what MediaRecorder does not support', async () => {
    const { choose } = setUp({ smooth: ['vp9', 'vp8'], supported: (type) => !type.includes('vp9') });
    expect((await choose('automatic')).id).toBe('webm-vp8');
  });

  it('keeps the user’s choice, whatever is smooth', async () => {
    const { choose, encodingInfo } = setUp({ smooth: ['vp8'] });
    expect((await choose('mp4-av1')).id).toBe('mp4-av1');
    expect(encodingInfo).not.toHaveBeenCalled();
  });

  it('records audio alone as WebM, whatever was chosen', async () => {
    const { choose, encodingInfo } = setUp();
    expect((await choose('mp4-h264', streamOf({ video: false }))).container).toBe('webm');
    expect(encodingInfo).not.toHaveBeenCalled();
  });

  it('refuses a type that MediaRecorder does not support', async () => {
    const { choose } = setUp({ supported: () => false });
    await expect(choose('mp4-h264', streamOf({ audio: false }))).rejects.toMatchObject({
      failure: { code: 'format-unsupported', detail: 'video/mp4;codecs=avc3.640034' },
    });
  });

  it('records the audio of an MP4 as AAC where the browser can, unless the user prefers Opus', async () => {
    const able = setUp();
    expect((await able.choose('mp4-h264')).audioCodec).toBe('mp4a.40.2');
    expect((await able.choose('mp4-h264', streamOf(), 'opus')).audioCodec).toBe('opus');
    expect((await able.choose('webm-vp9')).audioCodec).toBe('opus');
    const unable = setUp({ supported: (type) => !type.includes('mp4a') });
    expect((await unable.choose('mp4-h264')).audioCodec).toBe('opus');
    expect((await able.choose('mp4-h264', streamOf({ video: false }))).container).toBe('webm');
  });
});
