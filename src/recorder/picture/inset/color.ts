import { lumaShares } from '../../../domain/color';
import type { Picture, Plane } from './picture';
import type { Workbench } from './workbench';

/** The part of a picture's color space that matters here. */
export interface Color {
  /** As in `VideoColorSpace`; `null`: unknown. */
  readonly matrix: string | null;
  readonly fullRange: boolean | null;
}

/** Three rows of four: a factor for each channel, and an offset. Samples are 0 to 255. */
export type Matrix = readonly (readonly [number, number, number, number])[];

/** By the names of `VideoColorSpace`. */
const sharesByName: Readonly<Record<string, readonly [red: number, blue: number]>> = {
  bt709: lumaShares.bt709,
  bt470bg: lumaShares.bt601,
  smpte170m: lumaShares.bt601,
  'bt2020-ncl': [0.2627, 0.0593],
};

const defaultMatrix = 'bt709';

/**
 * The matrix that converts the samples of one picture to the color space of another; `undefined` if they are the same.
 * What is unknown of one is taken from the other.
 *
 * @see https://www.itu.int/rec/T-REC-H.273
 */
export function matrixBetween(
  from: Color & Pick<Picture, 'family'>,
  to: Color & Pick<Picture, 'family'>,
): Matrix | undefined {
  if (from.family === 'rgb' && to.family === 'rgb') return undefined;
  const known = (one: Color & Pick<Picture, 'family'>, other: Color & Pick<Picture, 'family'>) => {
    const source = one.matrix === null && other.family === 'yuv' ? other : one;
    return {
      matrix: source.matrix !== null && source.matrix in sharesByName ? source.matrix : defaultMatrix,
      fullRange: one.fullRange ?? (other.family === 'yuv' ? other.fullRange : null) ?? false,
    };
  };
  const [source, target] = [known(from, to), known(to, from)];
  if (from.family === 'rgb') return rgbToYuv(target.matrix, target.fullRange);
  if (to.family === 'rgb') return yuvToRgb(source.matrix, source.fullRange);
  const [sourceShares, targetShares] = [sharesByName[source.matrix], sharesByName[target.matrix]];
  if (String(sourceShares) === String(targetShares) && source.fullRange === target.fullRange)
    return undefined;
  return chain(yuvToRgb(source.matrix, source.fullRange), rgbToYuv(target.matrix, target.fullRange));
}

function yuvToRgb(matrix: string, fullRange: boolean): Matrix {
  const [red, blue] = sharesByName[matrix] ?? [0, 0];
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
  const [red, blue] = sharesByName[matrix] ?? [0, 0];
  const green = 1 - red - blue;
  const { luma, chroma, black } = rangeOf(fullRange);
  const [u, v] = [chroma / (2 - 2 * blue), chroma / (2 - 2 * red)];
  return [
    [red * luma, green * luma, blue * luma, black],
    [-red * u, -green * u, (1 - blue) * u, 128],
    [(1 - red) * v, -green * v, -blue * v, 128],
  ];
}

/** The ranges of luma and chroma, as shares of 255, and the luma of black. */
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

/** Converts a square picture of even size, whose planes have no padding, by a matrix. */
export function recolor(
  { planes }: Picture,
  family: Picture['family'],
  matrix: Matrix,
  workbench: Workbench,
): Picture {
  const side = planes[0].width;
  const halves = () =>
    planes.map((plane, channel) =>
      plane.width === side ? halve(plane, workbench(`half ${channel}`, side / 2, side / 2)) : plane,
    );
  const [first, second, third] = matrix.map((row, channel) => {
    const isHalf = family === 'yuv' && channel > 0;
    const width = isHalf ? side / 2 : side;
    const target = workbench(`recolored ${channel}`, width, width);
    mix((isHalf ? halves() : planes) as [Plane, Plane, Plane], row, target);
    return target;
  }) as [Plane, Plane, Plane];
  return { family, planes: [first, second, third] };
}

/** Makes one channel, a weighted sum of three, the second and third of which may have half the size. */
function mix(
  [first, second, third]: readonly [Plane, Plane, Plane],
  row: Matrix[number],
  target: Plane,
): void {
  const [a, b, c, add] = row;
  const { width } = target;
  // Rounds, and clamps to 0 and 255.
  const result = new Uint8ClampedArray(target.data.buffer);
  const shift = second.width < width ? 1 : 0;
  for (let y = 0; y < width; y += 1) {
    const at = y * width;
    const chroma = (y >> shift) * second.width;
    for (let x = 0; x < width; x += 1) {
      const beside = chroma + (x >> shift);
      result[at + x] =
        a * (first.data[at + x] as number) +
        b * (second.data[beside] as number) +
        c * (third.data[beside] as number) +
        add;
    }
  }
}

/** Halves a plane: each sample is the mean of four. */
function halve({ data, width }: Plane, half: Plane): Plane {
  for (let y = 0; y < half.height; y += 1) {
    for (let x = 0; x < half.width; x += 1) {
      const at = 2 * y * width + 2 * x;
      const [topLeft = 0, topRight = 0] = [data[at], data[at + 1]];
      const [bottomLeft = 0, bottomRight = 0] = [data[at + width], data[at + width + 1]];
      half.data[y * half.width + x] = (topLeft + topRight + bottomLeft + bottomRight + 2) >> 2;
    }
  }
  return half;
}
