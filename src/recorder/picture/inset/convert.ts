import { type Color, matrixBetween } from './color';
import type { Picture } from './picture';

/** How many bits after the point the tables have. */
const fraction = 16;
const half = 1 << (fraction - 1);

/** What each sample of U or V adds to the three channels of its pixels. */
interface Shares {
  readonly luma: Int32Array;
  readonly u: Int32Array;
  readonly v: Int32Array;
}

/** Converts a picture in Y, U and V in place. */
export type Conversion = (planes: Picture['planes']) => void;

/**
 * The conversion from one matrix to another in the same range; `undefined` if there is nothing to convert. Both have the
 * same black and white, so grays keep their samples, and what is added to luma depends on chroma alone: 6 tables of 256
 * numbers are enough.
 */
export function createConversion(from: Color, to: string): Conversion | undefined {
  const matrix = matrixBetween(
    { ...from, family: 'yuv' },
    { family: 'yuv', matrix: to, fullRange: from.fullRange },
  );
  if (matrix === undefined) return undefined;
  const [luma, u, v] = matrix;
  /** Of the channel with that place in a row of the matrix. */
  const sharesOf = (place: 1 | 2): Shares => {
    const table = (factor = 0) =>
      Int32Array.from({ length: 256 }, (_, sample) => Math.round((sample - 128) * factor * 2 ** fraction));
    return { luma: table(luma?.[place]), u: table(u?.[place]), v: table(v?.[place]) };
  };
  const [byU, byV] = [sharesOf(1), sharesOf(2)];
  return (planes) => convert(planes, byU, byV);
}

function convert([luma, u, v]: Picture['planes'], byU: Shares, byV: Shares): void {
  const { buffer, byteOffset, length } = luma.data;
  // Clamps to 0 and 255. All three planes are in the same memory.
  const data = new Uint8ClampedArray(buffer, byteOffset, length);
  for (let row = 0; row < u.height; row += 1) {
    const top = luma.offset + 2 * row * luma.stride;
    // The last samples of an odd picture have none below or beside them, and are written twice.
    const below = 2 * row + 1 < luma.height ? luma.stride : 0;
    for (let column = 0; column < u.width; column += 1) {
      const uAt = u.offset + row * u.stride + column * u.step;
      const vAt = v.offset + row * v.stride + column * v.step;
      const cb = data[uAt] as number;
      const cr = data[vAt] as number;
      // Most of a page is gray.
      if (cb === 128 && cr === 128) continue;
      const added = ((byU.luma[cb] as number) + (byV.luma[cr] as number) + half) >> fraction;
      data[uAt] = 128 + (((byU.u[cb] as number) + (byV.u[cr] as number) + half) >> fraction);
      data[vAt] = 128 + (((byU.v[cb] as number) + (byV.v[cr] as number) + half) >> fraction);
      const at = top + 2 * column;
      const beside = 2 * column + 1 < luma.width ? 1 : 0;
      const first = (data[at] as number) + added;
      const second = (data[at + beside] as number) + added;
      const third = (data[at + below] as number) + added;
      const fourth = (data[at + below + beside] as number) + added;
      data[at] = first;
      data[at + beside] = second;
      data[at + below] = third;
      data[at + below + beside] = fourth;
    }
  }
}
