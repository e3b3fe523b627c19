import { type ColorMatrix, lumaShares } from '../domain/color';

/** How many bits after the point the factors have: integers are many times as fast. */
const fraction = 16;

/** What red, green and blue add to a sample that differs by so many steps from the darkest to the brightest. */
function factors(steps: number, [red, green, blue]: readonly [number, number, number]) {
  const fixed = (factor: number) => Math.round(((steps * factor) / 255) * 2 ** fraction);
  return [fixed(red), fixed(green), fixed(blue)] as const;
}

/**
 * The samples of a drawn picture as I420, in the limited range. Browsers make samples of the full range of a canvas, which
 * VP8 can't state (docs/decisions.md, “Turned frames are converted here”).
 */
export function toI420(
  { data, width, height }: Pick<ImageData, 'data' | 'width' | 'height'>,
  matrix: ColorMatrix,
): Uint8Array<ArrayBuffer> {
  const [red, blue] = lumaShares[matrix];
  const green = 1 - red - blue;
  const [yRed, yGreen, yBlue] = factors(219, [red, green, blue]);
  const [uRed, uGreen, uBlue] = factors(112 / (1 - blue), [-red, -green, 1 - blue]);
  const [vRed, vGreen, vBlue] = factors(112 / (1 - red), [1 - red, -green, -blue]);
  const pixels = width * height;
  const chroma = Math.ceil(width / 2) * Math.ceil(height / 2);
  const samples = new Uint8Array(pixels + 2 * chroma);

  // Half a step is added, because shifting rounds down.
  const black = (16 << fraction) + (1 << (fraction - 1));
  for (let pixel = 0, at = 0; pixel < pixels; pixel += 1, at += 4) {
    const light =
      yRed * (data[at] as number) + yGreen * (data[at + 1] as number) + yBlue * (data[at + 2] as number);
    samples[pixel] = (black + light) >> fraction;
  }

  // The mean of four pixels: two bits more.
  const gray = (128 << (fraction + 2)) + (1 << (fraction + 1));
  let index = pixels;
  for (let y = 0; y < height; y += 2) {
    // The last samples of an odd picture have no pixel below or beside them.
    const below = y + 1 < height ? 4 * width : 0;
    for (let x = 0; x < width; x += 2) {
      const one = 4 * (y * width + x);
      const two = x + 1 < width ? one + 4 : one;
      const three = one + below;
      const four = two + below;
      const r =
        (data[one] as number) + (data[two] as number) + (data[three] as number) + (data[four] as number);
      const g =
        (data[one + 1] as number) +
        (data[two + 1] as number) +
        (data[three + 1] as number) +
        (data[four + 1] as number);
      const b =
        (data[one + 2] as number) +
        (data[two + 2] as number) +
        (data[three + 2] as number) +
        (data[four + 2] as number);
      samples[index] = (gray + uRed * r + uGreen * g + uBlue * b) >> (fraction + 2);
      samples[index + chroma] = (gray + vRed * r + vGreen * g + vBlue * b) >> (fraction + 2);
      index += 1;
    }
  }
  return samples;
}
