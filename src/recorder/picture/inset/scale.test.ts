import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createPlane, type Plane } from './picture';
import { createTaps, scalePlane } from './scale';

/** The plain implementation: the mean of what each sample covers. */
function plainly(source: Plane, target: Plane, left: number, top: number, crop: number, mirrored: boolean) {
  const scale = crop / target.width;
  const read = (x: number, y: number) => {
    const [column, row] = [Math.min(x, source.width - 1), Math.min(y, source.height - 1)];
    return source.data[source.offset + row * source.stride + column * source.step] ?? 0;
  };
  const cover = (index: number, start: number): readonly [number, number] => {
    if (scale >= 1) return [start + index * scale, start + (index + 1) * scale];
    const low = Math.max(0, start + (index + 0.5) * scale - 0.5);
    return [low, low + 1];
  };
  return Array.from({ length: target.height }, (_, y) =>
    Array.from({ length: target.width }, (__, x) => {
      const [lowX, highX] = cover(mirrored ? target.width - 1 - x : x, left);
      const [lowY, highY] = cover(y, top);
      let [sum, weight] = [0, 0];
      for (let row = Math.floor(lowY); row < highY; row += 1) {
        for (let column = Math.floor(lowX); column < highX; column += 1) {
          const share =
            (Math.min(highX, column + 1) - Math.max(lowX, column)) *
            (Math.min(highY, row + 1) - Math.max(lowY, row));
          if (share <= 0) continue;
          sum += share * read(column, row);
          weight += share;
        }
      }
      return sum / weight;
    }),
  );
}

const size = fc.integer({ min: 2, max: 40 });

describe('scalePlane', () => {
  it('matches the plain implementation, up or down, mirrored or not, with any memory layout', () => {
    fc.assert(
      fc.property(
        size,
        size,
        size,
        fc.boolean(),
        fc.constantFrom(1, 2, 4),
        fc.infiniteStream(fc.nat(255)),
        (width, height, side, mirrored, step, noise) => {
          const data = Uint8Array.from({ length: 3 + step * width * height }, () => noise.next().value ?? 0);
          const source: Plane = { data, offset: 3, stride: step * width, step, width, height };
          const crop = Math.min(width, height);
          const [left, top] = [(width - crop) / 2, (height - crop) / 2];
          const target = createPlane(side, side);
          const columns = createTaps(left, crop, side, width, mirrored);
          const rows = createTaps(top, crop, side, height);
          scalePlane(source, target, columns, rows, new Int32Array(width));
          for (const [y, row] of plainly(source, target, left, top, crop, mirrored).entries()) {
            for (const [x, value] of row.entries()) {
              expect(Math.abs((target.data[y * side + x] ?? 0) - value)).toBeLessThanOrEqual(1.5);
            }
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  it('keeps a plain color, to the edge of the range', () => {
    for (const value of [0, 1, 128, 254, 255]) {
      const source = createPlane(64, 48);
      source.data.fill(value);
      const target = createPlane(10, 10);
      scalePlane(source, target, createTaps(8, 48, 10, 64), createTaps(0, 48, 10, 48), new Int32Array(64));
      expect(new Set(target.data)).toEqual(new Set([value]));
    }
  });
});

it('createTaps names samples that exist, and weights that add up', () => {
  fc.assert(
    fc.property(size, size, fc.boolean(), (length, count, reversed) => {
      const taps = createTaps(0, length, count, length, reversed);
      for (let index = 0; index < count; index += 1) {
        const [first, many] = [taps.first[index] ?? -1, taps.count[index] ?? 0];
        expect(first).toBeGreaterThanOrEqual(0);
        expect(first + many).toBeLessThanOrEqual(length);
        const weights = taps.weights.slice(index * taps.most, index * taps.most + many);
        expect(Math.min(...weights)).toBeGreaterThanOrEqual(0);
        expect(weights.reduce((sum, weight) => sum + weight, 0)).toBe(2 ** 11);
      }
    }),
  );
});
