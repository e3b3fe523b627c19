import type { ColoredPicture } from '../compositor';
import { memoryLayout, type Plane, pictureIn, type WorkableFormat } from '../picture';

/** The three channels of a pixel. */
export type Sample = readonly [number, number, number];

/** A picture painted by a function of the place, in px; chroma takes its upper left pixel. */
export function paintPicture(
  format: WorkableFormat,
  width: number,
  height: number,
  paint: (x: number, y: number) => Sample,
): ColoredPicture & { readonly data: Uint8Array } {
  const data = new Uint8Array(memoryLayout(format, width, height).bytes);
  const picture = pictureIn(data, format, width, height);
  for (const [channel, plane] of picture.planes.entries()) {
    const scale = picture.family === 'yuv' && channel > 0 ? 2 : 1;
    for (let y = 0; y < plane.height; y += 1) {
      for (let x = 0; x < plane.width; x += 1) {
        data[placeOf(plane, x, y)] = paint(x * scale, y * scale)[channel] ?? 0;
      }
    }
  }
  return { ...picture, data, color: { matrix: 'bt709', fullRange: false } };
}

/** One sample of a plane. */
export function sampleOf(plane: Plane, x: number, y: number): number {
  return plane.data[placeOf(plane, x, y)] ?? Number.NaN;
}

function placeOf({ offset, stride, step }: Plane, x: number, y: number): number {
  return offset + y * stride + x * step;
}
