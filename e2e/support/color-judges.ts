import type { Page } from '@playwright/test';
import { type ColorMatrix, vp8Matrix } from '../../src/domain/color';
import type { ColorFile } from './color-files';
import { palette, paletteIn, worstOf } from './colors';
import { openFileServer } from './file-server';
import type { Firefox } from './firefox';
import { filmSize, paletteFilm } from './palette-film';
import { type Color, type Place, readColors } from './samples';

/** The browsers that play a file. */
export interface ColorPlayers {
  /** A page of Chromium. */
  readonly page: Page;
  readonly firefox: Promise<Firefox>;
}

/** Who says which colors a file has. */
export type ColorJudge = keyof typeof judges;

/**
 * Who can say which colors a file has. VP8 states no matrix: ffmpeg always takes BT.601, Firefox the one of the picture's
 * height.
 */
export function judgesOf({ format, matrix, height }: ColorFile): readonly ColorJudge[] {
  if (format !== 'webm-vp8') return ['ffmpeg', 'Chromium', 'Firefox'];
  const right = { ffmpeg: matrix === 'bt601', Chromium: true, Firefox: matrix === vp8Matrix(height) };
  return (['ffmpeg', 'Chromium', 'Firefox'] as const).filter((judge) => right[judge]);
}

/** What a judge says of a file. */
export interface Verdict {
  /** How far the worst color is off, in steps of 256. */
  readonly steps: number;
  /** Every color that it sees, for a message. */
  readonly seen: string;
}

/**
 * How far the colors of a file are off, as that judge sees them:
 *
 * - ffmpeg: the last frame that it decodes.
 * - Chromium: the samples that its player decodes, by the matrix that it reads from the file.
 * - Firefox: what its player shows, compared with what it shows of a film that ffmpeg made of the same colors by the same
 *   matrix: it is up to 12 steps off in BT.709, whoever made the film.
 * - painted: what Chromium's player shows, compared likewise. It depends on how that browser composites: without a GPU it is up
 *   to 14 steps off in BT.709.
 */
export async function judgeColors(
  file: ColorFile,
  judge: ColorJudge,
  players: ColorPlayers,
): Promise<Verdict> {
  const [seen, wanted] = await judges[judge](file, players);
  return { steps: worstOf(seen, wanted), seen: JSON.stringify(seen) };
}

/** Each resolves to the colors that it sees, and to those that it should see. */
const judges = {
  ffmpeg: async ({ file, places, wanted }: ColorFile) =>
    [await colorsByFfmpeg(file, places), wanted] as const,
  Chromium: async ({ file, places, wanted }: ColorFile, { page }: ColorPlayers) =>
    [await showIn(page, decodedColors, file, places), wanted] as const,
  Firefox: async (file: ColorFile, { firefox }: ColorPlayers) => {
    const player = await firefox;
    return besideFilm(file, player, (path, places) => player.show(path, shownColors, places));
  },
  painted: (file: ColorFile, { page }: ColorPlayers) =>
    besideFilm(file, page, (path, places) => showIn(page, shownColors, path, places)),
} as const;

/** The colors at these places in the last frame that ffmpeg decodes. */
async function colorsByFfmpeg(file: string, places: readonly Place[]): Promise<Color[]> {
  const last = (await readColors(file, places)).at(-1);
  if (last === undefined) throw new Error('There is no frame');
  return last;
}

type Look = (places: readonly Place[]) => Promise<Color[]>;

/** Shows a file in a page of Chromium. */
async function showIn(page: Page, look: Look, file: string, places: readonly Place[]): Promise<Color[]> {
  const server = await openFileServer();
  try {
    await page.goto(server.show(file));
    return await page.evaluate(look, places);
  } finally {
    await server.close();
  }
}

/** What each player shows of the films, which it is asked once. */
const shownFilms = new WeakMap<object, Map<ColorMatrix, readonly Color[]>>();

async function besideFilm(
  { file, matrix, places, wanted }: ColorFile,
  player: object,
  show: (file: string, places: readonly Place[]) => Promise<Color[]>,
): Promise<readonly [seen: readonly Color[], wanted: readonly Color[]]> {
  const known = shownFilms.get(player) ?? new Map<ColorMatrix, readonly Color[]>();
  shownFilms.set(player, known);
  const film =
    known.get(matrix) ?? (await show(await paletteFilm(matrix), paletteIn(filmSize, { x: 0, y: 0 }, 1)));
  known.set(matrix, film);
  return [await show(file, places), wanted.map((color) => film[palette.indexOf(color)] ?? color)];
}

/** Runs in a page, so it can't use anything outside itself. */
async function decodedColors(places: readonly Place[]): Promise<Color[]> {
  const video = document.querySelector('video');
  if (video === null) throw new Error('There is no video');
  if (video.readyState < HTMLMediaElement.HAVE_CURRENT_DATA) {
    await new Promise((resolve) => video.addEventListener('loadeddata', resolve, { once: true }));
  }
  // A browser may call back for the frame before the seek, too.
  const sought = new Promise((resolve) => video.addEventListener('seeked', resolve, { once: true }));
  const shown = new Promise((resolve) => video.requestVideoFrameCallback(resolve));
  video.currentTime = 0.9 * video.duration;
  await Promise.all([sought, shown]);
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
  return places.map(({ x, y }): Color => {
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

/** Runs in the page of any browser, so it can't use anything outside itself. */
async function shownColors(places: readonly Place[]): Promise<Color[]> {
  const video = document.querySelector('video');
  if (video === null) throw new Error('There is no video');
  if (video.readyState < HTMLMediaElement.HAVE_CURRENT_DATA) {
    await new Promise((resolve) => video.addEventListener('loadeddata', resolve, { once: true }));
  }
  // After a seek, the new frame may not be on the screen yet, and Firefox calls back for the one before, too.
  const sought = new Promise((resolve) => video.addEventListener('seeked', resolve, { once: true }));
  const shown = new Promise((resolve) => video.requestVideoFrameCallback(resolve));
  video.currentTime = 0.9 * video.duration;
  await Promise.all([sought, shown]);
  const canvas = document.createElement('canvas');
  canvas.width = video.videoWidth;
  canvas.height = video.videoHeight;
  const context = canvas.getContext('2d', { willReadFrequently: true });
  context?.drawImage(video, 0, 0);
  return places.map(({ x, y }): Color => {
    const [red = Number.NaN, green = Number.NaN, blue = Number.NaN] =
      context?.getImageData(x, y, 1, 1).data ?? [];
    return [red, green, blue];
  });
}
