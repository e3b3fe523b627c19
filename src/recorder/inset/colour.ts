import { createPlane, type Picture, type Plane } from './picture';

/** What the samples of a picture mean, as far as it matters here. */
export interface Colour {
  /** As in `VideoColorSpace`; `null`: not known. */
  readonly matrix: string | null;
  readonly fullRange: boolean | null;
}

/** Three rows of four: the factors of the three channels, and what is added. Samples are 0 to 255. */
export type Matrix = readonly (readonly [number, number, number, number])[];

/** The shares of red and blue in the luma. */
const lumaShares: Readonly<Record<string, readonly [red: number, blue: number]>> = {
  bt709: [0.2126, 0.0722],
  bt470bg: [0.299, 0.114],
  smpte170m: [0.299, 0.114],
  'bt2020-ncl': [0.2627, 0.0593],
};

const defaultMatrix = 'bt709';

/**
 * What turns samples of one picture into those of another; `undefined` where nothing has to be turned. What is not
 * known of the one is as in the other.
 *
 * @see https://www.itu.int/rec/T-REC-H.273
 */
export function matrixBetween(
  from: Colour & Pick<Picture, 'family'>,
  to: Colour & Pick<Picture, 'family'>,
): Matrix | undefined {
  if (from.family === 'rgb' && to.family === 'rgb') return undefined;
  const known = (one: Colour & Pick<Picture, 'family'>, other: Colour & Pick<Picture, 'family'>) => {
    const source = one.matrix === null && other.family === 'yuv' ? other : one;
    return {
      matrix: source.matrix !== null && source.matrix in lumaShares ? source.matrix : defaultMatrix,
      fullRange: one.fullRange ?? (other.family === 'yuv' ? other.fullRange : null) ?? false,
    };
  };
  const [source, target] = [known(from, to), known(to, from)];
  if (from.family === 'rgb') return rgbToYuv(target.matrix, target.fullRange);
  if (to.family === 'rgb') return yuvToRgb(source.matrix, source.fullRange);
  const [sourceShares, targetShares] = [lumaShares[source.matrix], lumaShares[target.matrix]];
  if (String(sourceShares) === String(targetShares) && source.fullRange === target.fullRange)
    return undefined;
  return chain(yuvToRgb(source.matrix, source.fullRange), rgbToYuv(target.matrix, target.fullRange));
}

function yuvToRgb(matrix: string, fullRange: boolean): Matrix {
  const [red, blue] = lumaShares[matrix] ?? [0, 0];
  const green = 1 - red - blue;
  const { luma, chroma, black } = rangeOf(fullRange);
  const [u, v] = [(2 - 2 * blue) / chroma, (2 - 2 * red) / chroma];
  return [
    [1 / luma, 0, v],
    [1 / luma, (-u * blue) / green, (-v * red) / green],
    [1 / luma, u, 0],
  ].map(([y = 0, byU = 0, byV = 0]) => [y, byU, byV, -black * y - 128 * (byU + byV)] as const);
}

function rgbToYuv(matrix: string, fullRange: boolean): Matrix {
  const [red, blue] = lumaShares[matrix] ?? [0, 0];
  const green = 1 - red - blue;
  const { luma, chroma, black } = rangeOf(fullRange);
  const [u, v] = [chroma / (2 - 2 * blue), chroma / (2 - 2 * red)];
  return [
    [red * luma, green * luma, blue * luma, black],
    [-red * u, -green * u, (1 - blue) * u, 128],
    [(1 - red) * v, -green * v, -blue * v, 128],
  ];
}

/** How much of 255 luma and chroma take, and where the luma begins. */
function rangeOf(fullRange: boolean) {
  return fullRange ? { luma: 1, chroma: 1, black: 0 } : { luma: 219 / 255, chroma: 224 / 255, black: 16 };
}

function chain(first: Matrix, second: Matrix): Matrix {
  return second.map(([a, b, c, add]) => {
    const column = (index: 0 | 1 | 2 | 3) =>
      a * (first[0]?.[index] ?? 0) + b * (first[1]?.[index] ?? 0) + c * (first[2]?.[index] ?? 0);
    return [column(0), column(1), column(2), column(3) + add] as const;
  });
}

/** A square picture, of even size, with the samples of another family or meaning. */
export function recolour(picture: Picture, family: Picture['family'], matrix: Matrix): Picture {
  const [first, second, third] = picture.planes;
  const { width: side } = first;
  const shift = picture.family === 'yuv' ? 1 : 0;
  const chromaSide = family === 'yuv' ? side / 2 : side;
  const result = [
    createPlane(side, side),
    createPlane(chromaSide, chromaSide),
    createPlane(chromaSide, chromaSide),
  ];
  const sample = (plane: Plane, x: number, y: number) =>
    plane.data[plane.offset + y * plane.stride + x * plane.step] as number;
  for (const [channel, plane] of result.entries()) {
    const [a = 0, b = 0, c = 0, add = 0] = matrix[channel] ?? [];
    const width = side / plane.width;
    for (let y = 0; y < plane.height; y += 1) {
      for (let x = 0; x < plane.width; x += 1) {
        let sum = 0;
        for (let below = 0; below < width; below += 1) {
          for (let beside = 0; beside < width; beside += 1) {
            const [left, top] = [x * width + beside, y * width + below];
            sum +=
              a * sample(first, left, top) +
              b * sample(second, left >> shift, top >> shift) +
              c * sample(third, left >> shift, top >> shift);
          }
        }
        const value = Math.round(sum / width ** 2 + add);
        plane.data[y * plane.stride + x] = Math.max(0, Math.min(255, value));
      }
    }
  }
  return { family, planes: result as unknown as Picture['planes'] };
}
