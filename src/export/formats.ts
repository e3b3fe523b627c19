/** What a recording can be exported as, the best general choice first. */
export const exportFormats = ['everywhere', 'webm', 'mp4', 'mp3', 'wav', 'opus', 'gif', 'png'] as const;

/** A kind of file that a recording can be exported as; `everywhere` is MP4 with H.264 and AAC, `png` a zip of frames. */
export type ExportFormat = (typeof exportFormats)[number];

/** The video codecs that a recording may have, and an export. */
export type PictureCodec = 'avc' | 'hevc' | 'vp8' | 'vp9' | 'av1';

/** The audio codecs that a recording may have, and an export. */
export type SoundCodec = 'aac' | 'opus' | 'mp3' | 'vorbis' | 'pcm';

/** The tracks of a recording, or of an export; `undefined` for one that is not there. */
export interface Tracks {
  readonly picture: PictureCodec | undefined;
  readonly sound: SoundCodec | undefined;
}

const pictureCodecs: readonly (readonly [start: RegExp, codec: PictureCodec])[] = [
  [/^avc[13]/i, 'avc'],
  [/^h(?:vc|ev)1/i, 'hevc'],
  [/^vp0?8/i, 'vp8'],
  [/^vp0?9/i, 'vp9'],
  [/^av0?1/i, 'av1'],
];

const soundCodecs: readonly (readonly [start: RegExp, codec: SoundCodec])[] = [
  [/^mp4a\.40|^aac/i, 'aac'],
  [/^opus/i, 'opus'],
  [/^mp3|^mp4a\.6[9b]/i, 'mp3'],
  [/^vorbis/i, 'vorbis'],
  [/^pcm/i, 'pcm'],
];

/** The tracks that a recording's MIME type names. Without codecs, it has what MediaRecorder writes by default. */
export function tracksOf(mimeType: string): Tracks {
  const [type = '', ...parameters] = mimeType.split(';');
  const named = /codecs="?([^"]*)"?/.exec(parameters.join(';'))?.[1]?.split(',') ?? [];
  const find = <C>(known: readonly (readonly [RegExp, C])[]) =>
    known.find(([start]) => named.some((name) => start.test(name.trim())))?.[1];
  const isVideo = type.trim().startsWith('video/');
  if (named.length === 0) {
    const picture = type.trim().endsWith('/mp4') ? 'avc' : 'vp8';
    return { picture: isVideo ? picture : undefined, sound: 'opus' };
  }
  return { picture: find(pictureCodecs), sound: find(soundCodecs) };
}

/** Whether an export has a track for captions. */
export function hasCaptions(format: ExportFormat): boolean {
  return format === 'everywhere' || format === 'webm' || format === 'mp4';
}

/** The file name extension of an export, without a dot. */
export function extensionOf(format: ExportFormat, { picture }: Pick<Tracks, 'picture'>): string {
  if (format === 'everywhere' || format === 'mp4') return picture === undefined ? 'm4a' : 'mp4';
  return format === 'png' ? 'zip' : format;
}

const mimeTypes: Record<ExportFormat, string> = {
  everywhere: 'video/mp4',
  webm: 'video/webm',
  mp4: 'video/mp4',
  mp3: 'audio/mpeg',
  wav: 'audio/wav',
  opus: 'audio/ogg',
  gif: 'image/gif',
  png: 'application/zip',
};

/** The MIME type of an export, without codecs. */
export function mimeTypeOf(format: ExportFormat, { picture }: Pick<Tracks, 'picture'>): string {
  const type = mimeTypes[format];
  return picture === undefined ? type.replace(/^video/, 'audio') : type;
}
