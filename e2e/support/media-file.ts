import { run } from './run';

/** One track of a media file, as ffprobe reports it. */
export interface Track {
  readonly codec_type: 'video' | 'audio';
  readonly codec_name: string;
  /** In px; video only. */
  readonly width?: number;
  readonly height?: number;
  /** By which matrix its samples are read, if the file states it; video only. */
  readonly color_space?: string;
  /** The range of its samples, if the file states it; video only. */
  readonly color_range?: string;
}

/** A media file: its container's names and its tracks. */
export interface Media {
  readonly containers: readonly string[];
  readonly video: Track | undefined;
  readonly audio: Track | undefined;
  /** In seconds, from the file's header; `undefined` if it has none. */
  readonly duration: number | undefined;
}

/** Reads a file's container and tracks with ffprobe. */
export async function probeMedia(file: string): Promise<Media> {
  const { stdout } = await run('ffprobe', [
    '-v',
    'error',
    '-show_format',
    '-show_streams',
    '-of',
    'json',
    file,
  ]);
  const { format, streams } = JSON.parse(stdout.toString()) as {
    format: { format_name: string; duration?: string };
    streams: Track[];
  };
  const only = (kind: Track['codec_type']) => {
    const tracks = streams.filter((stream) => stream.codec_type === kind);
    if (tracks.length > 1) throw new Error(`${file} has ${tracks.length} ${kind} tracks`);
    return tracks[0];
  };
  return {
    containers: format.format_name.split(','),
    video: only('video'),
    audio: only('audio'),
    duration: format.duration === undefined ? undefined : Number(format.duration),
  };
}

/** How a track says that its samples are read: by which matrix, and in which range. */
export function colorLabel({ color_space: matrix, color_range: range = 'tv' }: Track): {
  readonly matrix: string | undefined;
  readonly range: string;
} {
  // Both have the coefficients of BT.601 (ITU-T H.273, table 4).
  return { matrix: matrix === 'bt470bg' ? 'smpte170m' : matrix, range };
}

/** The sizes of a file's frames, in px, one for each change. */
export async function frameSizes(file: string): Promise<string[]> {
  const what = ['-select_streams', 'v', '-show_entries', 'frame=width,height', '-of', 'csv=p=0:s=x'];
  const { stdout } = await run('ffprobe', ['-v', 'error', ...what, file]);
  const sizes = stdout
    .toString()
    .split('\n')
    .filter((line) => line !== '');
  return sizes.filter((size, index) => size !== sizes[index - 1]);
}

/** How many video frames a file has, without decoding them; 0 if it has no video yet. */
export async function countVideoFrames(file: string): Promise<number> {
  const what = ['-select_streams', 'v', '-count_packets', '-show_entries', 'stream=nb_read_packets'];
  const { stdout } = await run('ffprobe', ['-v', 'error', ...what, '-of', 'csv=p=0', file]);
  return Number.parseInt(stdout.toString(), 10) || 0;
}

/** A whole file, decoded. */
export interface Decoding {
  readonly videoFrames: number;
  readonly audioFrames: number;
  /** Of each decoded frame, track by track. */
  readonly checksums: readonly (readonly string[])[];
  /** In seconds, over both tracks. */
  readonly endsAt: number;
  /** The warnings and errors of ffmpeg. */
  readonly complaints: readonly string[];
}

/** Decodes every frame of a file with ffmpeg. */
export async function decodeMedia(file: string): Promise<Decoding> {
  const args = ['-nostdin', '-v', 'warning', '-i', file, '-fps_mode', 'passthrough', '-f', 'framemd5', '-'];
  const [{ stdout, stderr }, media] = await Promise.all([run('ffmpeg', args), probeMedia(file)]);
  const videoStream = media.video === undefined ? -1 : 0;
  const lines = stdout.toString().split('\n');
  const ticks = lines.flatMap((line) => {
    const found = /^#tb (\d+): (\d+)\/(\d+)/.exec(line);
    return found === null ? [] : [Number(found[2]) / Number(found[3])];
  });
  const frames = lines
    .filter((line) => /^\d/.test(line))
    .map((line) => line.split(',').map((field) => field.trim()))
    .map(([stream, , pts, duration, , checksum = '']) => ({
      stream: Number(stream),
      end: (Number(pts) + Number(duration)) * (ticks[Number(stream)] ?? 0),
      checksum,
    }));
  const videoFrames = frames.filter((frame) => frame.stream === videoStream).length;
  return {
    videoFrames,
    audioFrames: frames.length - videoFrames,
    checksums: ticks.map((_, stream) =>
      frames.filter((frame) => frame.stream === stream).map((frame) => frame.checksum),
    ),
    endsAt: Math.max(0, ...frames.map((frame) => frame.end)),
    complaints: stderr.split('\n').filter((line) => line.trim() !== ''),
  };
}
