import { FailureError } from '../domain/failure';
import {
  chooseFormat,
  type EncodingAbility,
  formatById,
  formats,
  mimeTypeOf,
  type Picture,
  type Quality,
  type RecordedFormat,
  type TrackKinds,
  videoBitsPerSecond,
  withAudio,
} from '../domain/format';
import type { CaptureOptions } from '../domain/options';
import type { Size } from '../domain/picture-box';

/** What the browser knows about its encoders. */
export interface FormatDeps {
  /** `MediaRecorder.isTypeSupported()`. */
  readonly isTypeSupported: (mimeType: string) => boolean;
  /** `mediaCapabilities.encodingInfo()`. @throws TypeError if the browser doesn't know the configuration's type */
  readonly encodingInfo: (
    configuration: MediaEncodingConfiguration,
  ) => Promise<Pick<MediaCapabilitiesInfo, 'smooth' | 'powerEfficient'>>;
}

const browserDeps: FormatDeps = {
  isTypeSupported: (mimeType) => MediaRecorder.isTypeSupported(mimeType),
  encodingInfo: (configuration) => navigator.mediaCapabilities.encodingInfo(configuration),
};

/** Which kinds of tracks a stream has. */
export function trackKinds(stream: MediaStream): TrackKinds {
  return { video: stream.getVideoTracks().length > 0, audio: stream.getAudioTracks().length > 0 };
}

/**
 * The format to record a stream in: the user's choice, or the best WebM that this computer encodes smoothly at this
 * size. The choice applies to video: audio alone is always WebM.
 *
 * @throws FailureError `format-unsupported`
 */
export async function formatFor(
  options: Pick<CaptureOptions, 'format' | 'frameRate' | 'quality' | 'mp4Audio'>,
  stream: MediaStream,
  size: Size,
  deps: FormatDeps = browserDeps,
): Promise<RecordedFormat> {
  const tracks = trackKinds(stream);
  const chosen = tracks.video ? await pictureFormat(options, stream, size, deps) : formatById('webm-vp8');
  const format = withAudio(chosen, options.mp4Audio, deps.isTypeSupported);
  const mimeType = mimeTypeOf(format, tracks);
  if (!deps.isTypeSupported(mimeType)) throw new FailureError('format-unsupported', mimeType);
  return format;
}

async function pictureFormat(
  { format, quality, ...options }: Pick<CaptureOptions, 'format' | 'frameRate' | 'quality'>,
  stream: MediaStream,
  size: Size,
  deps: FormatDeps,
): Promise<RecordedFormat> {
  if (format !== 'automatic') return formatById(format);
  // A composite's track doesn't say.
  const { frameRate = options.frameRate } = stream.getVideoTracks()[0]?.getSettings() ?? {};
  return formatById(chooseFormat(await encodingAbilities({ ...size, frameRate }, quality, deps)));
}

function encodingAbilities(picture: Picture, quality: Quality, deps: FormatDeps): Promise<EncodingAbility[]> {
  const { width, height, frameRate } = picture;
  const bitrate = videoBitsPerSecond(picture, quality);
  const webms = formats.filter((format) => format.container === 'webm');
  return Promise.all(
    webms.map(async (format) => {
      const video = { width, height, framerate: frameRate, bitrate };
      const { smooth, powerEfficient } = await encodingInfo(format, video, deps);
      return {
        id: format.id,
        supported: deps.isTypeSupported(mimeTypeOf(format)),
        smooth,
        powerEfficient,
      };
    }),
  );
}

/**
 * A Chromium that doesn't know the type `record` rejects it with a `TypeError`; its type `webrtc` stands for the same
 * encoders.
 */
function encodingInfo(
  format: RecordedFormat,
  video: Omit<VideoConfiguration, 'contentType'>,
  deps: FormatDeps,
): Promise<Pick<MediaCapabilitiesInfo, 'smooth' | 'powerEfficient'>> {
  const recorded = mimeTypeOf(format, { video: true, audio: false });
  return deps
    .encodingInfo({ type: 'record', video: { ...video, contentType: recorded } })
    .catch(() =>
      deps.encodingInfo({
        type: 'webrtc',
        video: { ...video, contentType: `video/${format.videoCodec}` },
      }),
    )
    .catch(() => ({ smooth: false, powerEfficient: false }));
}
