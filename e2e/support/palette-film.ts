import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ColorMatrix } from '../../src/domain/color';
import { palette, paletteColumns } from './colors';
import { run } from './run';

/** The size of the films, in px. */
export const filmSize = { width: 640, height: 480 } as const;

const names: Readonly<Record<ColorMatrix, string>> = { bt601: 'smpte170m', bt709: 'bt709' };

/** The film of the fake camera. */
const cameraFilm = join(tmpdir(), 'timeslice-palette.y4m');

/** The switch that makes a browser's fake camera show the palette, once there is {@link makePaletteCamera its film}. */
export const paletteCamera = `--use-file-for-fake-video-capture=${cameraFilm}`;

/** Makes the film of the fake camera: BT.601, which it doesn't state, as most cameras. */
export async function makePaletteCamera(): Promise<void> {
  await makeFilm(cameraFilm, 'bt601', ['-f', 'yuv4mpegpipe', '-strict', '-1']);
}

const films = new Map<ColorMatrix, Promise<string>>();

/** A film of the palette that ffmpeg has made by that matrix, and that states it. */
export function paletteFilm(matrix: ColorMatrix): Promise<string> {
  const known = films.get(matrix) ?? makePaletteFilm(matrix);
  films.set(matrix, known);
  return known;
}

async function makePaletteFilm(matrix: ColorMatrix): Promise<string> {
  const file = join(tmpdir(), `timeslice-palette-${matrix}.webm`);
  const label = ['-colorspace', names[matrix], '-color_primaries', 'bt709', '-color_trc', 'bt709'];
  await makeFilm(file, matrix, [
    ...label,
    ...['-color_range', 'tv', '-c:v', 'libvpx-vp9', '-deadline', 'realtime', '-b:v', '4M', '-f', 'webm'],
  ]);
  return file;
}

/** Makes a film of the palette alone, of a second. */
async function makeFilm(file: string, matrix: ColorMatrix, args: readonly string[]): Promise<void> {
  const { width, height } = filmSize;
  const pixels = Buffer.alloc(3 * width * height);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const row = Math.floor((y * (palette.length / paletteColumns)) / height);
      const color = palette[row * paletteColumns + Math.floor((x * paletteColumns) / width)] ?? [0, 0, 0];
      pixels.set(color, 3 * (y * width + x));
    }
  }
  const folder = await mkdtemp(join(tmpdir(), 'timeslice-palette-'));
  try {
    const [picture, film] = [join(folder, 'picture'), join(folder, 'film')];
    await writeFile(picture, pixels);
    const input = ['-f', 'rawvideo', '-pix_fmt', 'rgb24', '-s', `${width}x${height}`, '-r', '30'];
    const scale = `scale=out_color_matrix=${names[matrix]}:out_range=tv:flags=accurate_rnd`;
    await run('ffmpeg', [
      ...['-nostdin', '-v', 'error', '-y', ...input, '-i', picture],
      ...['-vf', `${scale},loop=30:1:0`, '-pix_fmt', 'yuv420p', ...args, film],
    ]);
    // Another worker may be reading it.
    await rename(film, file);
  } finally {
    await rm(folder, { recursive: true });
  }
}
