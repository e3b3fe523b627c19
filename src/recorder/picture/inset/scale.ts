import type { Plane } from './picture';

/** For each sample of the result, the source samples it is made of, and their weights. */
export interface Taps {
  /** The first source sample of each. */
  readonly first: Int32Array;
  /** How many source samples each has. */
  readonly count: Int32Array;
  /** `most` weights for each, which add up to {@link unit}. */
  readonly weights: Int32Array;
  readonly most: number;
  /** The range of source samples that are used; `to` is the one after the last. */
  readonly from: number;
  readonly to: number;
}

/** The product of two of these and 255 fits into 31 bits. */
const unit = 2 ** 11;
const shift = 22;
const half = 2 ** (shift - 1);

/**
 * Maps `length` samples from `start` on to `count` samples: scaled down, each is the mean of those it covers; scaled up,
 * it is interpolated between its neighbours.
 *
 * @param end the number of source samples
 * @param reversed whether to mirror the result
 */
export function createTaps(
  start: number,
  length: number,
  count: number,
  end: number,
  reversed = false,
): Taps {
  const scale = length / count;
  const most = Math.ceil(Math.max(scale, 1)) + 1;
  const taps = {
    first: new Int32Array(count),
    count: new Int32Array(count),
    weights: new Int32Array(count * most),
    most,
  };
  let from = end;
  let to = 0;
  for (let index = 0; index < count; index += 1) {
    const [low, high] = span(start + index * scale, scale);
    const first = Math.max(0, Math.min(end - 1, Math.floor(low)));
    const last = Math.max(first, Math.min(end - 1, Math.ceil(high) - 1));
    const place = reversed ? count - 1 - index : index;
    taps.first[place] = first;
    taps.count[place] = last - first + 1;
    let left = unit;
    for (let sample = first; sample < last; sample += 1) {
      const share = Math.min(high, sample + 1) - Math.max(low, sample);
      const weight = Math.round((unit * share) / (high - low));
      taps.weights[place * most + sample - first] = Math.min(left, weight);
      left -= Math.min(left, weight);
    }
    taps.weights[place * most + last - first] = left;
    from = Math.min(from, first);
    to = Math.max(to, last + 1);
  }
  return { ...taps, from, to };
}

/** The span that a sample covers; one narrower than a sample is widened around its middle, which interpolates. */
function span(low: number, scale: number): readonly [number, number] {
  if (scale >= 1) return [low, low + scale];
  const middle = low + scale / 2;
  return [Math.max(0, middle - 0.5), Math.max(0, middle - 0.5) + 1];
}

/**
 * Scales one plane into another: first the rows, then the columns.
 *
 * @param sums scratch memory, at least as long as a row of the source
 */
export function scalePlane(source: Plane, target: Plane, columns: Taps, rows: Taps, sums: Int32Array): void {
  const { first, count, weights, most } = columns;
  const { data, width, height, step } = target;
  for (let y = 0; y < height; y += 1) {
    sumRows(source, columns, rows, y, sums);
    const at = target.offset + y * target.stride;
    for (let x = 0; x < width; x += 1) {
      const from = first[x] as number;
      const taps = count[x] as number;
      let sum = half;
      for (let tap = 0; tap < taps; tap += 1) {
        sum += (sums[from + tap] as number) * (weights[x * most + tap] as number);
      }
      data[at + x * step] = sum >> shift;
    }
  }
}

function sumRows(
  { data, offset, stride, step }: Plane,
  columns: Taps,
  rows: Taps,
  y: number,
  sums: Int32Array,
) {
  const first = rows.first[y] as number;
  const count = rows.count[y] as number;
  const { from, to } = columns;
  for (let tap = 0; tap < count; tap += 1) {
    const weight = rows.weights[y * rows.most + tap] as number;
    let at = offset + (first + tap) * stride + from * step;
    if (tap === 0) {
      for (let x = from; x < to; x += 1, at += step) sums[x] = weight * (data[at] as number);
    } else {
      for (let x = from; x < to; x += 1, at += step) {
        sums[x] = (sums[x] as number) + weight * (data[at] as number);
      }
    }
  }
}
