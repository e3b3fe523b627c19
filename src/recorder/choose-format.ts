import { FailureError } from '../domain/failure';
import {
  chooseFormat,
  type EncodingAbility,
  type Format,
  type FormatChoice,
  formatById,
  formats,
  mimeTypeOf,
  type Quality,
  videoBitsPerSecond,
} from '../domain/format';

/**
 * The format to record a stream in: the person's choice, or the best WebM that this machine encodes
 * smoothly at this size.
 *
 * @throws FailureError `format-unsupported`
 */
export async function formatFor(
  choice: FormatChoice,
  quality: Quality,
  stream: MediaStream,
): Promise<Format> {
  const id = choice === 'automatic' ? chooseFormat(await encodingAbilities(stream, quality)) : choice;
  const format = formatById(id);
  const mimeType = mimeTypeOf(format);
  if (!MediaRecorder.isTypeSupported(mimeType)) throw new FailureError('format-unsupported', mimeType);
  return format;
}

function encodingAbilities(stream: MediaStream, quality: Quality): Promise<EncodingAbility[]> {
  const { width = 1920, height = 1080, frameRate = 30 } = stream.getVideoTracks()[0]?.getSettings() ?? {};
  const bitrate = videoBitsPerSecond({ width, height, frameRate }, quality);
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
