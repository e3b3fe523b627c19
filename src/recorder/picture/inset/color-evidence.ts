import { type ColorMatrix, lumaShares, type SeenColor } from '../../../domain/color';
import type { Picture, Plane } from './picture';

/** The most samples that are looked at in a row or a column of the picture. */
const mostSamples = 160;

/** How much neighbours may differ in a flat area, in steps of 256. */
const flatness = 2;

/** Beyond the range of red, green or blue by so much, in steps of 256: rounding takes less than 2. */
const outside = { proof: 5, none: 2 } as const;

/** How far a sample is from a color that was seen, in steps of 256, if it is that color, and if it isn't. */
const same = { most: 4, least: 8 } as const;

/** How many samples must be proof, and which share of all that are. */
const enough = { samples: 50, share: 0.95 } as const;

/**
 * By which matrix the samples of a picture were made, whatever its label says. A color on a screen is never beyond the
 * range of red, green and blue. Read by the wrong matrix, a strong one is: pure green would have less than no red.
 *
 * @param picture in Y, U and V, limited range
 * @returns `undefined` if nothing in it is proof, or parts of it contradict each other
 */
export function matrixEvidence({ planes: [luma, u, v] }: Picture): ColorMatrix | undefined {
  const step = Math.max(1, Math.ceil(Math.max(u.width, u.height) / mostSamples));
  const votes = { bt601: 0, bt709: 0 };
  for (let row = 1; row < u.height - 1; row += step) {
    for (let column = 1; column < u.width - 1; column += step) {
      if (!isFlat(u, column, row) || !isFlat(v, column, row) || !isFlat(luma, 2 * column, 2 * row)) continue;
      const [y, cb, cr] = [at(luma, 2 * column, 2 * row), at(u, column, row), at(v, column, row)];
      const beyond601 = beyond(y, cb, cr, lumaShares.bt601);
      const beyond709 = beyond(y, cb, cr, lumaShares.bt709);
      if (beyond709 >= outside.proof && beyond601 <= outside.none) votes.bt601 += 1;
      if (beyond601 >= outside.proof && beyond709 <= outside.none) votes.bt709 += 1;
    }
  }
  return winnerOf(votes);
}

/**
 * By which matrix the samples of a picture of a page were made, if these are colors of that page: read by the other matrix, they
 * are other colors.
 *
 * @param picture in Y, U and V, limited range
 * @returns `undefined` if the page shows something else by now, or too few colors that tell
 */
export function matrixOfSeen(
  { planes: [luma, u, v] }: Picture,
  seen: readonly SeenColor[],
): ColorMatrix | undefined {
  const votes = { bt601: 0, bt709: 0 };
  for (const [across, down, ...color] of seen) {
    const [column, row] = [Math.floor(across * u.width), Math.floor(down * u.height)];
    if (column < 1 || row < 1 || column >= u.width - 1 || row >= u.height - 1) continue;
    if (!isFlat(u, column, row) || !isFlat(v, column, row) || !isFlat(luma, 2 * column, 2 * row)) continue;
    const yuv = [at(luma, 2 * column, 2 * row), at(u, column, row), at(v, column, row)] as const;
    const off = (by: readonly [number, number]) =>
      Math.max(...rgbOf(...yuv, by).map((channel, index) => Math.abs(channel - (color[index] ?? 0))));
    const [off601, off709] = [off(lumaShares.bt601), off(lumaShares.bt709)];
    if (off601 <= same.most && off709 >= same.least) votes.bt601 += 1;
    if (off709 <= same.most && off601 >= same.least) votes.bt709 += 1;
  }
  return winnerOf(votes);
}

function winnerOf({ bt601, bt709 }: Readonly<Record<ColorMatrix, number>>): ColorMatrix | undefined {
  const [winner, most] = bt601 > bt709 ? (['bt601', bt601] as const) : (['bt709', bt709] as const);
  return most >= enough.samples && most >= enough.share * (bt601 + bt709) ? winner : undefined;
}

/** How far red, green or blue is beyond 0 to 255. */
function beyond(...sample: Parameters<typeof rgbOf>): number {
  return Math.max(0, ...rgbOf(...sample).map((channel) => Math.max(channel - 255, -channel)));
}

/** Red, green and blue, which may be beyond 0 to 255. */
function rgbOf(
  y: number,
  cb: number,
  cr: number,
  [red, blue]: readonly [number, number],
): readonly [number, number, number] {
  const luma = (255 * (y - 16)) / 219;
  const [u, v] = [(255 * (cb - 128)) / 112, (255 * (cr - 128)) / 112];
  const [r, b] = [luma + v * (1 - red), luma + u * (1 - blue)];
  return [r, (luma - red * r - blue * b) / (1 - red - blue), b];
}

function at({ data, offset, stride, step }: Plane, x: number, y: number): number {
  return data[offset + y * stride + x * step] ?? 0;
}

/** Whether the samples around that one are the same as it. */
function isFlat(plane: Plane, x: number, y: number): boolean {
  const middle = at(plane, x, y);
  for (let row = y - 1; row <= y + 1; row += 1) {
    for (let column = x - 1; column <= x + 1; column += 1) {
      if (Math.abs(at(plane, column, row) - middle) > flatness) return false;
    }
  }
  return true;
}
