import {
  audioBitsPerSecond,
  keyFrameIntervalMs,
  mimeTypeOf,
  type RecordedFormat,
  type TrackKinds,
  videoBitsPerSecond,
} from '../domain/format';
import type { CaptureOptions } from '../domain/options';
import type { Size } from '../domain/picture-box';

/** What `MediaRecorder` is constructed with. */
export interface Encoding {
  readonly mimeType: string;
  /** In bits per second. */
  readonly videoBitsPerSecond: number;
  readonly audioBitsPerSecond: number;
  /** In ms. Not in TypeScript's DOM library yet; browsers that don't know it ignore it. */
  readonly videoKeyFrameIntervalDuration: number;
}

/** How to encode those tracks in a format, with video of that size. */
export function encodingOf(
  { frameRate, quality }: Pick<CaptureOptions, 'frameRate' | 'quality'>,
  format: RecordedFormat,
  tracks: TrackKinds,
  size: Size,
): Encoding {
  return {
    mimeType: mimeTypeOf(format, tracks),
    videoBitsPerSecond: videoBitsPerSecond({ ...size, frameRate }, quality),
    audioBitsPerSecond,
    videoKeyFrameIntervalDuration: keyFrameIntervalMs[format.container],
  };
}
