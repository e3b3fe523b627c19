import * as v from 'valibot';

/** Reads a {@link ColourMatrix}. */
export const colourMatrixSchema = v.picklist(['bt601', 'bt709']);

/** By which matrix the samples of a video were made of red, green and blue (ITU-T H.273, section 8.3). */
export type ColourMatrix = v.InferOutput<typeof colourMatrixSchema>;
