import type { Mask } from './mask';
import type { Plane } from './picture';

/** Blends one plane over a part of another, by the mask. */
export function blendPlane(target: Plane, left: number, top: number, over: Plane, mask: Mask): void {
  const { data, step } = target;
  for (let y = 0; y < over.height; y += 1) {
    let to = target.offset + (top + y) * target.stride + left * step;
    const from = over.offset + y * over.stride;
    const maskAt = y * over.width;
    for (let x = 0; x < over.width; x += 1, to += step) {
      const share = mask[maskAt + x] as number;
      if (share === 0) continue;
      const value = over.data[from + x] as number;
      if (share === 255) data[to] = value;
      else {
        const beneath = data[to] as number;
        data[to] = beneath + Math.round(((value - beneath) * share) / 255);
      }
    }
  }
}

/** Copies a square from one plane to another. */
export function copyPart(
  from: Plane,
  fromX: number,
  fromY: number,
  to: Plane,
  toX: number,
  toY: number,
  side: number,
) {
  for (let y = 0; y < side; y += 1) {
    let source = from.offset + (fromY + y) * from.stride + fromX * from.step;
    let target = to.offset + (toY + y) * to.stride + toX * to.step;
    if (from.step === 1 && to.step === 1) {
      to.data.set(from.data.subarray(source, source + side), target);
      continue;
    }
    for (let x = 0; x < side; x += 1, source += from.step, target += to.step) {
      to.data[target] = from.data[source] as number;
    }
  }
}
