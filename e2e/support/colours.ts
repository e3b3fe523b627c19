import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import type { ColourMatrix } from '../../src/domain/colour';
import type { Size } from '../../src/domain/picture-box';
import { openFileServer } from './file-server';
import type { Firefox } from './firefox';
import { run } from './run';
import { type Colour, type Place, readColours } from './samples';
import type { Site } from './site';

/** Pure and mixed colours. */
export const palette: readonly Colour[] = [
  [255, 0, 0],
  [0, 255, 0],
  [0, 0, 255],
  [0, 255, 255],
  [255, 0, 255],
  [255, 255, 0],
  [0, 0, 0],
  [255, 255, 255],
  [255, 128, 0],
  [128, 0, 255],
  [30, 144, 255],
  [200, 100, 50],
  [90, 160, 70],
  [220, 180, 220],
  [60, 60, 60],
  [128, 128, 128],
];

const columns = 4;

/** A page of these colours, in four columns; in its lowest tenth something moves. */
export function colourPage({ origin }: Site): string {
  return `${origin}/colours?${palette.map((colour) => `colour=${colour.join()}`).join('&')}`;
}

/** The middle of each colour, in a picture in which the page, or a film of {@link paletteFilm}, is that part. */
export function paletteIn({ width, height }: Size, { x, y }: Place = { x: 0, y: 0 }, share = 0.9): Place[] {
  const rows = palette.length / columns;
  return palette.map((_, index) => ({
    x: Math.round(x + (width * ((index % columns) + 0.5)) / columns),
    y: Math.round(y + (share * height * (Math.floor(index / columns) + 0.5)) / rows),
  }));
}

/** How far the worst of these colours is from the palette, in steps of 256. */
export function worstOf(colours: readonly Colour[], wanted: readonly Colour[] = palette): number {
  if (colours.length !== wanted.length) throw new RangeError(`${colours.length} colours`);
  return Math.max(
    ...colours.flatMap((colour, index) =>
      colour.map((value, channel) => Math.abs(value - (wanted[index]?.[channel] ?? Number.NaN))),
    ),
  );
}

/** The palette alone, as a film: `matrix` is how its samples are made, and what it states. */
export async function paletteFilm(
  file: string,
  matrix: ColourMatrix,
  { width, height }: Size,
  args: readonly string[],
): Promise<void> {
  const pixels = Buffer.alloc(3 * width * height);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const row = Math.floor((y * (palette.length / columns)) / height);
      const colour = palette[row * columns + Math.floor((x * columns) / width)] ?? [0, 0, 0];
      pixels.set(colour, 3 * (y * width + x));
    }
  }
  const folder = await mkdtemp(join(tmpdir(), 'timeslice-palette-'));
  try {
    const picture = join(folder, 'palette.rgb');
    await writeFile(picture, pixels);
    const input = ['-f', 'rawvideo', '-pix_fmt', 'rgb24', '-s', `${width}x${height}`, '-r', '30'];
    const name = matrix === 'bt601' ? 'smpte170m' : 'bt709';
    const label = [
      '-colorspace',
      name,
      '-color_primaries',
      'bt709',
      '-color_trc',
      'bt709',
      '-color_range',
      'tv',
    ];
    const scale = `scale=out_color_matrix=${matrix === 'bt601' ? 'smpte170m' : 'bt709'}:out_range=tv:flags=accurate_rnd`;
    await run('ffmpeg', [
      ...['-nostdin', '-v', 'error', '-y', ...input, '-i', picture],
      ...['-vf', `${scale},loop=60:1:0`, '-pix_fmt', 'yuv420p', ...label, ...args, file],
    ]);
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** The colours at these places in the last frame that ffmpeg decodes. */
export async function coloursByFfmpeg(file: string, places: readonly Place[]): Promise<Colour[]> {
  const last = (await readColours(file, places)).at(-1);
  if (last === undefined) throw new Error('There is no frame');
  return last;
}

/** The colours at these places as Chromium's player shows them. */
export async function coloursByChromium(
  page: Page,
  file: string,
  places: readonly Place[],
): Promise<Colour[]> {
  const server = await openFileServer();
  try {
    await page.goto(server.show(file));
    return await page.evaluate(shownColours, places);
  } finally {
    await server.close();
  }
}

/** The colours at these places as Firefox's player shows them. */
export async function coloursByFirefox(
  firefox: Firefox,
  file: string,
  places: readonly Place[],
): Promise<Colour[]> {
  return firefox.show(file, shownColours, places);
}

/** Runs in the page of any browser, so it can't use anything outside itself. */
async function shownColours(places: readonly Place[]): Promise<Colour[]> {
  const video = document.querySelector('video');
  if (video === null) throw new Error('There is no video');
  if (video.readyState < HTMLMediaElement.HAVE_CURRENT_DATA) {
    await new Promise((resolve) => video.addEventListener('loadeddata', resolve, { once: true }));
  }
  // After a seek, the new frame may not be on the screen yet.
  const shown = new Promise((resolve) => video.requestVideoFrameCallback(resolve));
  video.currentTime = video.duration / 2;
  await shown;
  const canvas = document.createElement('canvas');
  canvas.width = video.videoWidth;
  canvas.height = video.videoHeight;
  const context = canvas.getContext('2d', { willReadFrequently: true });
  context?.drawImage(video, 0, 0);
  return places.map(({ x, y }): Colour => {
    const [red = Number.NaN, green = Number.NaN, blue = Number.NaN] =
      context?.getImageData(x, y, 1, 1).data ?? [];
    return [red, green, blue];
  });
}
