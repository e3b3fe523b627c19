import * as v from 'valibot';

/** Reads a {@link ColorMatrix}. */
export const colorMatrixSchema = v.picklist(['bt601', 'bt709']);

/** By which matrix the samples of a video were made of red, green and blue (ITU-T H.273, section 8.3). */
export type ColorMatrix = v.InferOutput<typeof colorMatrixSchema>;

/** The shares of red and blue in luma (ITU-T H.273, table 4). */
export const lumaShares = { bt601: [0.299, 0.114], bt709: [0.2126, 0.0722] } as const satisfies Readonly<
  Record<ColorMatrix, readonly [red: number, blue: number]>
>;

const share = v.pipe(v.number(), v.minValue(0), v.maxValue(1));
const byte = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(255));

/** Reads a {@link SeenColor}. */
export const seenColorSchema = v.pipe(v.tuple([share, share, byte, byte, byte]), v.readonly());

/** A color of a page, and where it is: shares of the width and of the height, then red, green and blue, 0 to 255. */
export type SeenColor = v.InferOutput<typeof seenColorSchema>;

/**
 * The matrix by which Firefox reads VP8 of that height, in px, whatever the file states. It is the one to record by: Chromium
 * obeys the file. Programs based on ffmpeg always read VP8 by BT.601.
 */
export function vp8Matrix(height: number): ColorMatrix {
  return height < 720 ? 'bt601' : 'bt709';
}
