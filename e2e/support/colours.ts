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

/**
 * The colours at these places as Chromium's player knows them: the samples that it decodes, by the matrix that it reads from
 * the file. What it then paints depends on how it composites: without a GPU it is up to 14 steps off in BT.709.
 */
export async function coloursByChromium(
  page: Page,
  file: string,
  places: readonly Place[],
): Promise<Colour[]> {
  const server = await openFileServer();
  try {
    await page.goto(server.show(file));
    return await page.evaluate(decodedColours, places);
  } finally {
    await server.close();
  }
}

/** Runs in a page, so it can't use anything outside itself. */
async function decodedColours(places: readonly Place[]): Promise<Colour[]> {
  const video = document.querySelector('video');
  if (video === null) throw new Error('There is no video');
  if (video.readyState < HTMLMediaElement.HAVE_CURRENT_DATA) {
    await new Promise((resolve) => video.addEventListener('loadeddata', resolve, { once: true }));
  }
  const shown = new Promise((resolve) => video.requestVideoFrameCallback(resolve));
  video.currentTime = video.duration / 2;
  await shown;
  const frame = new VideoFrame(video);
  const { format, colorSpace } = frame;
  if (format !== 'I420' && format !== 'NV12') throw new Error(`A frame of ${format}`);
  if (colorSpace.fullRange === true) throw new Error('Full range');
  const { width, height } = frame.visibleRect ?? { width: frame.codedWidth, height: frame.codedHeight };
  const half = { width: Math.ceil(width / 2), height: Math.ceil(height / 2) };
  const chroma = width * height;
  const second = chroma + half.width * half.height;
  const isPlanar = format === 'I420';
  const layout = isPlanar
    ? [
        { offset: 0, stride: width },
        { offset: chroma, stride: half.width },
        { offset: second, stride: half.width },
      ]
    : [
        { offset: 0, stride: width },
        { offset: chroma, stride: 2 * half.width },
      ];
  const data = new Uint8Array(chroma + 2 * half.width * half.height);
  await frame.copyTo(data, { layout });
  frame.close();
  const shares = { bt709: [0.2126, 0.0722], smpte170m: [0.299, 0.114], bt470bg: [0.299, 0.114] } as const;
  const matrix = colorSpace.matrix as keyof typeof shares | null;
  // It is painted by one matrix or another, as the browser composites.
  if (matrix === null) throw new Error('The file does not state the matrix');
  const [red, blue] = shares[matrix];
  return places.map(({ x, y }): Colour => {
    const at = (y >> 1) * half.width + (x >> 1);
    const [u = 0, v = 0] = isPlanar
      ? [data[chroma + at], data[second + at]]
      : [data[chroma + 2 * at], data[chroma + 2 * at + 1]];
    const luma = (255 * ((data[y * width + x] ?? 0) - 16)) / 219;
    const r = luma + ((255 * (v - 128)) / 112) * (1 - red);
    const b = luma + ((255 * (u - 128)) / 112) * (1 - blue);
    const g = (luma - red * r - blue * b) / (1 - red - blue);
    const [whole, green, third] = [r, g, b].map((value) => Math.min(255, Math.max(0, Math.round(value)))) as [
      number,
      number,
      number,
    ];
    return [whole, green, third];
  });
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
