import type { InsetShape } from '../../../domain/options';

/** The opacity of an inset, 0 to 255, row by row. */
export type Mask = Uint8Array;

/** The mask of a shape that fills a square; the edge of a circle is anti-aliased over one pixel. */
export function createMask(shape: InsetShape, side: number): Mask {
  const mask = new Uint8Array(side * side).fill(255);
  if (shape === 'square') return mask;
  const radius = side / 2;
  for (let y = 0; y < side; y += 1) {
    for (let x = 0; x < side; x += 1) {
      const distance = Math.hypot(x + 0.5 - radius, y + 0.5 - radius);
      mask[y * side + x] = Math.round(255 * Math.max(0, Math.min(1, radius - distance + 0.5)));
    }
  }
  return mask;
}

/** The mask for planes of half the size. */
export function halveMask(mask: Mask, side: number): Mask {
  const half = side / 2;
  const halved = new Uint8Array(half * half);
  for (let y = 0; y < half; y += 1) {
    for (let x = 0; x < half; x += 1) {
      const at = 2 * y * side + 2 * x;
      const [topLeft = 0, topRight = 0] = [mask[at], mask[at + 1]];
      const [bottomLeft = 0, bottomRight = 0] = [mask[at + side], mask[at + side + 1]];
      halved[y * half + x] = Math.round((topLeft + topRight + bottomLeft + bottomRight) / 4);
    }
  }
  return halved;
}
