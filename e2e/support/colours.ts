import type { Size } from '../../src/domain/picture-box';
import type { Colour, Place } from './samples';
import type { Site } from './site';

/** How far a colour may be from the page's, in steps of 256. */
export const colourTolerance = 6;

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

/** How many colours are beside each other. */
export const paletteColumns = 4;

/** A page of these colours, in four columns; in its lowest tenth something moves. */
export function colourPage({ origin }: Site, colours: readonly Colour[]): string {
  return `${origin}/colours?${colours.map((colour) => `colour=${colour.join()}`).join('&')}`;
}

/** The middle of each colour, in a picture in which the page, or a film of `palette-film.ts`, is that part. */
export function paletteIn({ width, height }: Size, { x, y }: Place = { x: 0, y: 0 }, share = 0.9): Place[] {
  const rows = palette.length / paletteColumns;
  return palette.map((_, index) => ({
    x: Math.round(x + (width * ((index % paletteColumns) + 0.5)) / paletteColumns),
    y: Math.round(y + (share * height * (Math.floor(index / paletteColumns) + 0.5)) / rows),
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
