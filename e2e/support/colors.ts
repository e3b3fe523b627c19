import type { Size } from '../../src/domain/picture-box';
import type { Color, Place } from './samples';
import type { Site } from './site';

/** How far a color may be from the page's, in steps of 256. */
export const colorTolerance = 6;

/** Pure and mixed colors. */
export const palette: readonly Color[] = [
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

/** How many colors are beside each other. */
export const paletteColumns = 4;

/** A page of these colors, in four columns; in its lowest tenth something moves. */
export function colorPage({ origin }: Site, colors: readonly Color[]): string {
  return `${origin}/colors?${colors.map((color) => `color=${color.join()}`).join('&')}`;
}

/** The middle of each color, in a picture in which the page, or a film of `palette-film.ts`, is that part. */
export function paletteIn({ width, height }: Size, { x, y }: Place = { x: 0, y: 0 }, share = 0.9): Place[] {
  const rows = palette.length / paletteColumns;
  return palette.map((_, index) => ({
    x: Math.round(x + (width * ((index % paletteColumns) + 0.5)) / paletteColumns),
    y: Math.round(y + (share * height * (Math.floor(index / paletteColumns) + 0.5)) / rows),
  }));
}

/** How far the worst of these colors is from the palette, in steps of 256. */
export function worstOf(colors: readonly Color[], wanted: readonly Color[] = palette): number {
  if (colors.length !== wanted.length) throw new RangeError(`${colors.length} colors`);
  return Math.max(
    ...colors.flatMap((color, index) =>
      color.map((value, channel) => Math.abs(value - (wanted[index]?.[channel] ?? Number.NaN))),
    ),
  );
}
