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

/** About how many bytes an export will have; both are the same if its bitrate says it. */
export interface ByteRange {
  readonly least: number;
  readonly most: number;
}

/**
 * Bytes per pixel and frame: of a page of text that doesn't change, of which one frame in each second is kept, and of a
 * film. See `docs/decisions.md`, "A range instead of a guess for GIF and PNG".
 */
const gifBytesPerPixel: ByteRange = { least: 0.005, most: 0.35 };
/** Bytes per pixel and second: of such a page, in 5 fps, and of a film in 30 fps. */
const pngBytesPerPixel: ByteRange = { least: 0.3, most: 45 };
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

/** About how many bytes an export will have: of pictures, it depends on what they show. */
export function estimateBytes(
  source: ExportSource,
  format: ExportFormat,
  plan: ExportPlan,
  edits: Edits,
): ByteRange {
  const seconds = source.durationMs / 1000;
  const size = source.size ?? { width: 0, height: 0 };
  const shown = cropBox(size, edits.crop) ?? size;
  if (format === 'gif') {
    const { width, height } = gifSize(turned(shown, edits.rotation));
    return rangeOf(gifBytesPerPixel, width * height * seconds * gifLimits.frameRate);
  }
  if (format === 'png') {
    return rangeOf(pngBytesPerPixel, shown.width * shown.height * seconds);
  }
  const rate = pictureRate(source, plan, edits) + soundRate(source, plan);
  return rangeOf({ least: 1, most: 1 }, (seconds * rate) / 8);
}

function rangeOf({ least, most }: ByteRange, factor: number): ByteRange {
  return { least: Math.round(least * factor), most: Math.round(most * factor) };
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
