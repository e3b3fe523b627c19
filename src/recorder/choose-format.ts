import { FailureError } from '../domain/failure';
import {
  chooseFormat,
  type EncodingAbility,
  type Format,
  formatById,
  formats,
  mimeTypeOf,
  type Picture,
  type Quality,
  type TrackKinds,
  videoBitsPerSecond,
} from '../domain/format';
import type { CaptureOptions } from '../domain/options';
import type { Size } from '../domain/picture-box';

/** Which kinds of tracks a stream has. */
export function trackKinds(stream: MediaStream): TrackKinds {
  return { video: stream.getVideoTracks().length > 0, audio: stream.getAudioTracks().length > 0 };
}

/**
 * The format to record a stream in: the person's choice, or the best WebM that this machine encodes
 * smoothly at this size. The choice is one of pictures: sound alone is always WebM.
 *
 * @throws FailureError `format-unsupported`
 */
export async function formatFor(
  options: Pick<CaptureOptions, 'format' | 'quality'>,
  stream: MediaStream,
  size: Size,
): Promise<Format> {
  const tracks = trackKinds(stream);
  const format = tracks.video ? await pictureFormat(options, stream, size) : formatById('webm-vp8');
  const mimeType = mimeTypeOf(format, tracks);
  if (!MediaRecorder.isTypeSupported(mimeType)) throw new FailureError('format-unsupported', mimeType);
  return format;
}

async function pictureFormat(
  { format, quality }: Pick<CaptureOptions, 'format' | 'quality'>,
  stream: MediaStream,
  size: Size,
): Promise<Format> {
  if (format !== 'automatic') return formatById(format);
  const { frameRate = 30 } = stream.getVideoTracks()[0]?.getSettings() ?? {};
  return formatById(chooseFormat(await encodingAbilities({ ...size, frameRate }, quality)));
}

function encodingAbilities(picture: Picture, quality: Quality): Promise<EncodingAbility[]> {
  const { width, height, frameRate } = picture;
  const bitrate = videoBitsPerSecond(picture, quality);
  const webms = formats.filter((format) => format.container === 'webm');
  return Promise.all(
    webms.map(async (format) => {
      const video = { width, height, framerate: frameRate, bitrate };
      const { smooth, powerEfficient } = await encodingInfo(format, video);
      return {
        id: format.id,
        supported: MediaRecorder.isTypeSupported(mimeTypeOf(format)),
        smooth,
        powerEfficient,
      };
    }),
  );
}

/**
 * A Chromium without the type `record` refuses it with a `TypeError`; there `webrtc` tells of the
 * same encoders.
 */
function encodingInfo(
  format: Format,
  video: Omit<VideoConfiguration, 'contentType'>,
): Promise<{ readonly smooth: boolean; readonly powerEfficient: boolean }> {
  const { mediaCapabilities } = navigator;
  const recorded = mimeTypeOf(format, { video: true, audio: false });
  return mediaCapabilities
    .encodingInfo({ type: 'record', video: { ...video, contentType: recorded } })
    .catch(() =>
      mediaCapabilities.encodingInfo({
        type: 'webrtc',
        video: { ...video, contentType: `video/${format.videoCodec}` },
      }),
    )
    .catch(() => ({ smooth: false, powerEfficient: false }));
}
