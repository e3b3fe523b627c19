import type { ColorMatrix } from '../domain/color';

/** The shares of red and blue in luma (ITU-T H.273, table 4). */
const shares: Readonly<Record<ColorMatrix, readonly [red: number, blue: number]>> = {
  bt601: [0.299, 0.114],
  bt709: [0.2126, 0.0722],
};

/**
 * The samples of a drawn picture as I420, in the limited range. Browsers make samples of the full range of a canvas, which
 * VP8 can't state (docs/decisions.md, “Turned frames are converted here”).
 */
export function toI420(
  { data, width, height }: Pick<ImageData, 'data' | 'width' | 'height'>,
  matrix: ColorMatrix,
): Uint8Array<ArrayBuffer> {
  const [red, blue] = shares[matrix];
  const green = 1 - red - blue;
  const columns = Math.ceil(width / 2);
  const chroma = columns * Math.ceil(height / 2);
  const samples = new Uint8Array(width * height + 2 * chroma);
  const channel = (at: number) => data[at] as number;
  for (let pixel = 0; pixel < width * height; pixel += 1) {
    const at = 4 * pixel;
    const luma = red * channel(at) + green * channel(at + 1) + blue * channel(at + 2);
    samples[pixel] = 16.5 + (219 / 255) * luma;
  }
  for (let index = 0; index < chroma; index += 1) {
    const x = 2 * (index % columns);
    const y = 2 * Math.floor(index / columns);
    const at = 4 * (y * width + x);
    // The last samples of an odd picture have no pixel below or beside them.
    const beside = x + 1 < width ? 4 : 0;
    const below = y + 1 < height ? 4 * width : 0;
    const mean = (offset: number) => {
      const first = at + offset;
      const both = channel(first) + channel(first + beside);
      return (both + channel(first + below) + channel(first + below + beside)) / 4;
    };
    const [r, b] = [mean(0), mean(2)];
    const luma = red * r + green * mean(1) + blue * b;
    samples[width * height + index] = 128.5 + ((112 / 255) * (b - luma)) / (1 - blue);
    samples[width * height + chroma + index] = 128.5 + ((112 / 255) * (r - luma)) / (1 - red);
  }
  return samples;
}
