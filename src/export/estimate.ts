import { videoBitsPerSecond } from '../domain/format';
import { cropBox, type Edits, type Size, turned } from './edits';
import type { ExportFormat, SoundCodec } from './formats';
import type { ExportPlan } from './plan';

/** What is known of a recording before it is opened. */
export interface ExportSource {
  readonly durationMs: number;
  readonly bytes: number;
  /** In px; `undefined` without a picture. */
  readonly size: Size | undefined;
  readonly hasSound: boolean;
}

/** The bitrates at which sound is encoded, in bits per second; that of PCM is 16 bits, 48 kHz, stereo. */
export const soundBitsPerSecond: Record<SoundCodec, number> = {
  aac: 160_000,
  opus: 128_000,
  mp3: 192_000,
  vorbis: 128_000,
  pcm: 1_536_000,
};

/** How a GIF is drawn: frames per second, and the greatest width in px. */
export const gifLimits = { frameRate: 12, width: 640 } as const;

/** Between a page of text and a film. */
const gifBytesPerPixel = 0.08;
const pngBytesPerPixel = 0.5;
const assumedFrameRate = 30;

/** The least that encoded video gets, in bits per second. */
const leastPictureRate = 500_000;

/** The bitrate of the recorded picture, in bits per second. */
function recordedPictureRate({ durationMs, bytes, hasSound }: ExportSource): number {
  if (durationMs <= 0) return 0;
  const all = (bytes * 8000) / durationMs;
  return Math.max(0, all - (hasSound ? soundBitsPerSecond.opus : 0));
}

/**
 * The bitrate at which the picture is encoded, in bits per second: twice that of the recording, because H.264 needs
 * more than VP9 for the same picture and hardware more than software, but not more than a new recording would have.
 */
export function encodedPictureRate(source: ExportSource, edits: Edits): number {
  const size = source.size ?? { width: 1280, height: 720 };
  const shown = cropBox(size, edits.crop) ?? size;
  const share = (shown.width * shown.height) / (size.width * size.height);
  const most = videoBitsPerSecond({ ...shown, frameRate: assumedFrameRate }, 'balanced');
  return Math.round(Math.min(most, Math.max(leastPictureRate, 2 * share * recordedPictureRate(source))));
}

/** The size of a GIF, in px. */
export function gifSize({ width, height }: Size): Size {
  const scale = Math.min(1, gifLimits.width / width);
  return { width: Math.round(width * scale), height: Math.round(height * scale) };
}

/** About how many bytes an export will have. */
export function estimateBytes(
  source: ExportSource,
  format: ExportFormat,
  plan: ExportPlan,
  edits: Edits,
): number {
  const seconds = source.durationMs / 1000;
  const size = source.size ?? { width: 0, height: 0 };
  const shown = cropBox(size, edits.crop) ?? size;
  if (format === 'gif') {
    const { width, height } = gifSize(turned(shown, edits.rotation));
    return Math.round(width * height * seconds * gifLimits.frameRate * gifBytesPerPixel);
  }
  if (format === 'png') {
    return Math.round(shown.width * shown.height * seconds * assumedFrameRate * pngBytesPerPixel);
  }
  return Math.round((seconds * (pictureRate(source, plan, edits) + soundRate(source, plan))) / 8);
}

function pictureRate(source: ExportSource, { picture }: ExportPlan, edits: Edits): number {
  if (picture === undefined) return 0;
  return picture.isCopied ? recordedPictureRate(source) : encodedPictureRate(source, edits);
}

function soundRate({ bytes, durationMs, size }: ExportSource, { sound }: ExportPlan): number {
  if (sound === undefined) return 0;
  if (sound.isCopied && size === undefined && durationMs > 0) return (bytes * 8000) / durationMs;
  return soundBitsPerSecond[sound.codec];
}
