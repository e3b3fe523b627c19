import type { Edits } from './edits';
import { hasCrop } from './edits';
import type { ExportFormat, PictureCodec, SoundCodec, Tracks } from './formats';

/** How a track comes into an export. */
export interface TrackPlan<Codec> {
  readonly codec: Codec;
  /** Its packets are copied, not encoded. */
  readonly isCopied: boolean;
}

/** What is done to make an export: only what must be encoded is. */
export interface ExportPlan {
  readonly picture: TrackPlan<PictureCodec> | undefined;
  readonly sound: TrackPlan<SoundCodec> | undefined;
  /** The picture is turned by the file's metadata; otherwise by its pixels. */
  readonly turnsByMetadata: boolean;
}

/** Why a recording can't be exported in a format. */
export type Obstacle = 'no-picture' | 'no-sound' | 'codec';

const soundFormats: Partial<Record<ExportFormat, SoundCodec>> = { mp3: 'mp3', wav: 'pcm', opus: 'opus' };
const inWebm: readonly (PictureCodec | SoundCodec)[] = ['vp8', 'vp9', 'av1', 'opus', 'vorbis'];
/** VP8 in MP4 exists, but hardly any player supports it. */
const inMp4: readonly (PictureCodec | SoundCodec)[] = ['avc', 'hevc', 'vp9', 'av1', 'aac', 'opus', 'mp3'];

/** Why tracks can't be exported in a format after these edits; `undefined` if they can. */
export function obstacleTo(tracks: Tracks, format: ExportFormat, edits: Edits): Obstacle | undefined {
  const hasSound = tracks.sound !== undefined && !edits.isMuted;
  if (soundFormats[format] !== undefined) return hasSound ? undefined : 'no-sound';
  if (format === 'gif' || format === 'png') return tracks.picture === undefined ? 'no-picture' : undefined;
  if (tracks.picture === undefined && !hasSound) return 'no-sound';
  if (format === 'mp4' && tracks.picture !== undefined && !inMp4.includes(tracks.picture)) return 'codec';
  return undefined;
}

/** Plans an export in a format that has no obstacle. */
export function planExport(tracks: Tracks, format: ExportFormat, edits: Edits): ExportPlan {
  const sound = edits.isMuted ? undefined : tracks.sound;
  const isLouder = edits.volume !== 1;
  const soundOnly = soundFormats[format];
  if (soundOnly !== undefined) {
    const isCopied = sound === soundOnly && !isLouder && soundOnly !== 'pcm';
    return { picture: undefined, sound: { codec: soundOnly, isCopied }, turnsByMetadata: false };
  }
  const turnsByMetadata = format === 'everywhere' || format === 'mp4';
  const mustDraw = hasCrop(edits) || (edits.rotation !== 0 && !turnsByMetadata);
  return {
    picture: tracks.picture && planTrack(tracks.picture, pictureFor(tracks.picture, format), mustDraw),
    sound: sound && planTrack(sound, soundFor(sound, format), isLouder),
    turnsByMetadata,
  };
}

function planTrack<C>(from: C, to: C, mustEncode: boolean): TrackPlan<C> {
  return { codec: to, isCopied: from === to && !mustEncode };
}

function pictureFor(codec: PictureCodec, format: ExportFormat): PictureCodec {
  if (format === 'everywhere') return 'avc';
  // HEVC is encoded by few browsers.
  if (format === 'webm') return inWebm.includes(codec) ? codec : 'vp9';
  return codec;
}

function soundFor(codec: SoundCodec, format: ExportFormat): SoundCodec {
  if (format === 'everywhere') return 'aac';
  if (format === 'webm') return inWebm.includes(codec) ? codec : 'opus';
  return inMp4.includes(codec) ? codec : 'aac';
}

/** The codecs that a plan encodes. */
export function encodedBy({ picture, sound }: ExportPlan): readonly (PictureCodec | SoundCodec)[] {
  return [picture, sound].flatMap((track) => (track === undefined || track.isCopied ? [] : [track.codec]));
}
