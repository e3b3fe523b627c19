import type { SeenColor } from './color';

/** How many places are looked at in a row and in a column. */
const grid = { columns: 96, rows: 54 } as const;

/** A gray is the same by every matrix: the channels of a color that tells them apart differ by this much at least. */
const leastColor = 24;

/** How far around a place everything has its color, in px: a picture that is smaller has it there too. */
const around = 3;

/**
 * The colors of the flat areas of a screenshot that aren't gray.
 *
 * @param screenshot four bytes for each pixel, in the order red, green, blue
 */
export function seenColors({
  data,
  width,
  height,
}: Pick<ImageData, 'data' | 'width' | 'height'>): readonly SeenColor[] {
  const seen: SeenColor[] = [];
  const at = (x: number, y: number) => {
    const first = 4 * (y * width + x);
    return [data[first] ?? 0, data[first + 1] ?? 0, data[first + 2] ?? 0] as const;
  };
  for (let row = 0; row < grid.rows; row++) {
    for (let column = 0; column < grid.columns; column++) {
      const [across, down] = [(column + 0.5) / grid.columns, (row + 0.5) / grid.rows];
      const [x, y] = [Math.floor(across * width), Math.floor(down * height)];
      const color = at(x, y);
      if (Math.max(...color) - Math.min(...color) < leastColor) continue;
      const edges = [-around, 0, around].flatMap((right) =>
        [-around, 0, around].map((below) => [x + right, y + below] as const),
      );
      const isFlat = edges.every(
        ([nearX, nearY]) =>
          nearX >= 0 &&
          nearY >= 0 &&
          nearX < width &&
          nearY < height &&
          at(nearX, nearY).every((channel, index) => channel === color[index]),
      );
      if (isFlat) seen.push([across, down, ...color]);
    }
  }
  return seen;
}
