/** The containers that `MediaRecorder` can write here. */
export type Container = 'webm' | 'mp4';

interface FormatShape {
  readonly id: string;
  readonly container: Container;
  /** The RFC 6381 codec string of the picture. */
  readonly videoCodec: string;
  /** The RFC 6381 codec string of the sound. */
  readonly audioCodec: string;
}

/**
 * Every format on offer, the best general choice first. H.264 is recorded as `avc3`, which
 * bears a change of size under way; H.264 in WebM is left out, for Chrome writes it without
 * CodecPrivate and other programs can't read it.
 */
export const formats = [
  { id: 'webm-vp9', container: 'webm', videoCodec: 'vp9', audioCodec: 'opus' },
  { id: 'webm-vp8', container: 'webm', videoCodec: 'vp8', audioCodec: 'opus' },
  { id: 'webm-av1', container: 'webm', videoCodec: 'av1', audioCodec: 'opus' },
  { id: 'mp4-h264', container: 'mp4', videoCodec: 'avc3.640034', audioCodec: 'opus' },
  { id: 'mp4-vp9', container: 'mp4', videoCodec: 'vp9', audioCodec: 'opus' },
  { id: 'mp4-av1', container: 'mp4', videoCodec: 'av01.0.19M.08', audioCodec: 'opus' },
] as const satisfies readonly FormatShape[];

/** A container and codecs that a person can choose. */
export type Format = (typeof formats)[number];

/** The name of a {@link Format}. */
export type FormatId = Format['id'];

/** What a person chooses: a format, or "the best WebM that is smooth". */
export type FormatChoice = FormatId | 'automatic';

/** The format of that name. */
export function formatById(id: FormatId): Format {
  const found = formats.find((format) => format.id === id);
  if (found === undefined) throw new RangeError(`No format ${id}`);
  return found;
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

/** The type to give to `MediaRecorder` and to the Blobs. MP4 strings match in full, with their case. */
export function mimeTypeOf(format: Format, tracks: TrackKinds = { video: true, audio: true }): string {
  const codecs = [tracks.video ? format.videoCodec : undefined, tracks.audio ? format.audioCodec : undefined];
  const kind = tracks.video ? 'video' : 'audio';
  return `${kind}/${format.container};codecs=${codecs.filter((codec) => codec !== undefined).join(',')}`;
}

/** What `mediaCapabilities.encodingInfo()` says of one format. */
export interface EncodingAbility {
  readonly id: FormatId;
  readonly supported: boolean;
  readonly smooth: boolean;
  readonly powerEfficient: boolean;
}

/**
 * "Automatic": the best WebM that is smooth, for WebM alone keeps the promise of losing no
 * more than a timeslice. AV1 only where it costs little power, for in software it starves the page
 * that is recorded; then VP9; VP8 when nothing else is smooth.
 */
export function chooseFormat(abilities: readonly EncodingAbility[]): FormatId {
  const able = (id: FormatId) => abilities.find((ability) => ability.id === id && ability.supported);
  const av1 = able('webm-av1');
  if (av1?.smooth && av1.powerEfficient) return 'webm-av1';
  if (able('webm-vp9')?.smooth) return 'webm-vp9';
  if (able('webm-vp8') !== undefined) return 'webm-vp8';
  return able('webm-vp9') !== undefined ? 'webm-vp9' : 'webm-vp8';
}

/** Milliseconds between the key frames that are asked for; an encoder may make more. MP4 gives data with one only. */
export const keyFrameIntervalMs: Record<Container, number> = { webm: 2000, mp4: 1000 };

/**
 * The real time between two slices, in ms. MP4 gives data only with a key frame, so its slices
 * come at about multiples of the key-frame interval.
 */
export function expectedCadenceMs(container: Container, timesliceMs: number): number {
  if (container === 'webm') return timesliceMs;
  const interval = keyFrameIntervalMs.mp4;
  return Math.ceil(timesliceMs / interval) * interval;
}

/** The frame rates that can be chosen, in frames a second. The least also keeps slices coming from a still page. */
export const frameRateRange = { min: 5, max: 60 } as const;

/** The largest picture, in px; H.264 of level 5.2 ends at 4096 x 2304. */
export const sizeLimit: Record<Container, { readonly width: number; readonly height: number }> = {
  webm: { width: 7680, height: 4320 },
  mp4: { width: 4096, height: 2304 },
};

/** The bit rates of the picture that have a name, the smallest first. */
export const qualities = ['small', 'balanced', 'high'] as const;

/** A bit rate of the picture: by name, or in bits a second within {@link videoBitRateRange}. */
export type Quality = (typeof qualities)[number] | number;

/** The limits of a bit rate that a person types, in bits a second: 100 kb/s to 100 Mb/s. */
export const videoBitRateRange = { min: 100_000, max: 100_000_000 } as const;

/** `least`, in bits a second: a small picture needs more than its share; "balanced" begins at the browser's own default. */
const rates: Record<(typeof qualities)[number], { readonly bitsPerPixel: number; readonly least: number }> = {
  small: { bitsPerPixel: 0.035, least: 800_000 },
  balanced: { bitsPerPixel: 0.09, least: 2_500_000 },
  high: { bitsPerPixel: 0.18, least: 6_000_000 },
};

/** What is recorded, as far as it matters to the bit rate. */
export interface Picture {
  /** In px. */
  readonly width: number;
  readonly height: number;
  /** Frames a second. */
  readonly frameRate: number;
}

/** The bit rate of the picture, in bits a second: the person's number, or in proportion to its pixels. */
export function videoBitsPerSecond({ width, height, frameRate }: Picture, quality: Quality): number {
  if (typeof quality === 'number') return quality;
  const { bitsPerPixel, least } = rates[quality];
  const rate = Math.max(least, Math.round(width * height * frameRate * bitsPerPixel));
  return Math.min(rate, videoBitRateRange.max);
}

/** The bit rate of the sound, in bits a second. */
export const audioBitsPerSecond = 128_000;
