import * as v from 'valibot';

/** Reads a {@link Container}. */
export const containerSchema = v.picklist(['webm', 'mp4']);

/** The containers that `MediaRecorder` can write here. */
export type Container = v.InferOutput<typeof containerSchema>;

interface FormatShape {
  readonly id: string;
  readonly container: Container;
  /** The RFC 6381 codec string of the video. */
  readonly videoCodec: string;
  /** The RFC 6381 codec string of the audio. */
  readonly audioCodec: string;
}

/**
 * Every format on offer, the best general choice first. H.264 is recorded as `avc3`, which supports a change of size
 * during the recording. H.264 in WebM is not offered: Chrome writes it without CodecPrivate, and other programs can't
 * read it.
 */
export const formats = [
  { id: 'webm-vp9', container: 'webm', videoCodec: 'vp9', audioCodec: 'opus' },
  { id: 'webm-vp8', container: 'webm', videoCodec: 'vp8', audioCodec: 'opus' },
  { id: 'webm-av1', container: 'webm', videoCodec: 'av1', audioCodec: 'opus' },
  { id: 'mp4-h264', container: 'mp4', videoCodec: 'avc3.640034', audioCodec: 'opus' },
  { id: 'mp4-vp9', container: 'mp4', videoCodec: 'vp9', audioCodec: 'opus' },
  { id: 'mp4-av1', container: 'mp4', videoCodec: 'av01.0.19M.08', audioCodec: 'opus' },
] as const satisfies readonly FormatShape[];

/** A container and codecs that the user can choose. */
export type Format = (typeof formats)[number];

/** AAC-LC. In MP4 nearly everything plays it, but not every browser can encode it. */
export const aac = 'mp4a.40.2';

/** What the audio of an MP4 can be: AAC where the browser can encode it, or always Opus. */
export const mp4AudioChoices = ['aac', 'opus'] as const;

/** Reads a {@link FormatId}. */
export const formatIdSchema = v.picklist(formats.map(({ id }) => id));

/** The id of a {@link Format}. */
export type FormatId = Format['id'];

/** A format as it is recorded: the audio of an MP4 may be AAC. */
export interface RecordedFormat extends FormatShape {
  readonly id: FormatId;
}

/**
 * A format with the audio that it is recorded with.
 *
 * @param mp4Audio what the user chose for MP4; see {@link mp4AudioChoices}
 * @param isTypeSupported `MediaRecorder.isTypeSupported()`
 */
export function withAudio(
  format: RecordedFormat,
  mp4Audio: (typeof mp4AudioChoices)[number],
  isTypeSupported: (mimeType: string) => boolean,
): RecordedFormat {
  if (format.container !== 'mp4' || mp4Audio === 'opus') return format;
  const better = { ...format, audioCodec: aac };
  return isTypeSupported(mimeTypeOf(better)) ? better : format;
}

/** The user's choice: a format, or "the best WebM that encodes smoothly". */
export type FormatChoice = FormatId | 'automatic';

/** The format with that id. @throws RangeError if there is none */
export function formatById(id: FormatId): Format {
  const format = formats.find((known) => known.id === id);
  if (format === undefined) throw new RangeError(`No format ${id}`);
  return format;
}

/** Which tracks a stream has. */
export interface TrackKinds {
  readonly video: boolean;
  readonly audio: boolean;
}

/** The container of a choice; "automatic" is always WebM. */
export function containerOf(choice: FormatChoice): Container {
  return choice === 'automatic' ? 'webm' : formatById(choice).container;
}

/** The MIME type for `MediaRecorder` and the Blobs. MP4 codec strings are matched exactly, case included. */
export function mimeTypeOf(
  format: RecordedFormat,
  tracks: TrackKinds = { video: true, audio: true },
): string {
  const codecs = [tracks.video ? format.videoCodec : undefined, tracks.audio ? format.audioCodec : undefined];
  const kind = tracks.video ? 'video' : 'audio';
  return `${kind}/${format.container};codecs=${codecs.filter((codec) => codec !== undefined).join(',')}`;
}

/** The result of `mediaCapabilities.encodingInfo()` for one format. */
export interface EncodingAbility {
  readonly id: FormatId;
  readonly supported: boolean;
  readonly smooth: boolean;
  readonly powerEfficient: boolean;
}

/**
 * "Automatic": the best WebM that encodes smoothly, because only WebM loses no more than a timeslice. AV1 only if it is
 * power efficient: in software it starves the recorded page. Then VP9; VP8 if nothing else is smooth.
 */
export function chooseFormat(abilities: readonly EncodingAbility[]): FormatId {
  const able = (id: FormatId) => abilities.find((ability) => ability.id === id && ability.supported);
  const av1 = able('webm-av1');
  if (av1?.smooth && av1.powerEfficient) return 'webm-av1';
  if (able('webm-vp9')?.smooth) return 'webm-vp9';
  if (able('webm-vp8') !== undefined) return 'webm-vp8';
  return able('webm-vp9') !== undefined ? 'webm-vp9' : 'webm-vp8';
}

/** The requested interval between key frames, in ms; an encoder may write more. MP4 sends data only with a key frame. */
export const keyFrameIntervalMs: Record<Container, number> = { webm: 2000, mp4: 1000 };

/**
 * The real time between two slices, in ms. MP4 sends data only with a key frame, so its slices come at about multiples
 * of the key-frame interval.
 */
export function expectedCadenceMs(container: Container, timesliceMs: number): number {
  if (container === 'webm') return timesliceMs;
  const interval = keyFrameIntervalMs.mp4;
  return Math.ceil(timesliceMs / interval) * interval;
}

/** The frame rates on offer, in fps. The lowest still keeps slices coming from a still page. */
export const frameRateRange = { min: 5, max: 60 } as const;

/**
 * The largest landscape video, in px; a portrait one may be as tall as this is wide. H.264 level 5.2 supports 36,864
 * macroblocks of 16 × 16 px, as many as 4096 × 2304 has, and 8688 px a side (ITU-T H.264, A.3.1 and table A-1). 4096 px a
 * side is our own limit in MP4: hardware encoders and decoders often have it.
 */
export const sizeLimit: Record<Container, { readonly width: number; readonly height: number }> = {
  webm: { width: 7680, height: 4320 },
  mp4: { width: 4096, height: 2304 },
};

/** The named bitrates of the video, the lowest first. */
export const qualities = ['small', 'balanced', 'high'] as const;

/** A bitrate of the video: by name, or in bits per second within {@link videoBitRateRange}. */
export type Quality = (typeof qualities)[number] | number;

/** The limits of a custom bitrate, in bits per second: 100 kbps to 100 Mbps. */
export const videoBitRateRange = { min: 100_000, max: 100_000_000 } as const;

/** `least`, in bits per second: a small video needs more bits per pixel; that of "balanced" is the browser's default. */
const rates: Record<(typeof qualities)[number], { readonly bitsPerPixel: number; readonly least: number }> = {
  small: { bitsPerPixel: 0.035, least: 800_000 },
  balanced: { bitsPerPixel: 0.09, least: 2_500_000 },
  high: { bitsPerPixel: 0.18, least: 6_000_000 },
};

/** The properties of a video that its bitrate depends on. */
export interface Picture {
  /** In px. */
  readonly width: number;
  readonly height: number;
  /** In fps. */
  readonly frameRate: number;
}

/** The bitrate of the video, in bits per second: the user's own, or in proportion to its pixels. */
export function videoBitsPerSecond({ width, height, frameRate }: Picture, quality: Quality): number {
  if (typeof quality === 'number') return quality;
  const { bitsPerPixel, least } = rates[quality];
  const rate = Math.max(least, Math.round(width * height * frameRate * bitsPerPixel));
  return Math.min(rate, videoBitRateRange.max);
}

/** The bitrate of the audio, in bits per second. */
export const audioBitsPerSecond = 128_000;
