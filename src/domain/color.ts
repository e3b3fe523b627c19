import * as v from 'valibot';

/** Reads a {@link ColorMatrix}. */
export const colorMatrixSchema = v.picklist(['bt601', 'bt709']);

/** By which matrix the samples of a video were made of red, green and blue (ITU-T H.273, section 8.3). */
export type ColorMatrix = v.InferOutput<typeof colorMatrixSchema>;
