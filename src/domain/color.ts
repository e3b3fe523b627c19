import * as v from 'valibot';

/** Reads a {@link ColorMatrix}. */
export const colorMatrixSchema = v.picklist(['bt601', 'bt709']);

/** By which matrix the samples of a video were made of red, green and blue (ITU-T H.273, section 8.3). */
export type ColorMatrix = v.InferOutput<typeof colorMatrixSchema>;

/**
 * The matrix by which Firefox reads VP8 of that height, in px, whatever the file states. It is the one to record by: Chromium
 * obeys the file. Programs based on ffmpeg always read VP8 by BT.601.
 */
export function vp8Matrix(height: number): ColorMatrix {
  return height < 720 ? 'bt601' : 'bt709';
}
