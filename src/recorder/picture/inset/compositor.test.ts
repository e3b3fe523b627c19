import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type InsetLayout, insetArea } from '../../../domain/inset-layout';
import { createCompositor } from './compositor';
import type { Plane, WorkableFormat } from './picture';
import { paintPicture, sampleOf } from './testing/pictures';

const layout: InsetLayout = { shape: 'square', corner: 'bottom-right', size: 'large', mirrored: false };
const formats: readonly WorkableFormat[] = ['I420', 'NV12', 'RGBX', 'RGBA', 'BGRA', 'BGRX'];

const grey = () => [100, 128, 128] as const;
const white = () => [235, 128, 128] as const;

function placesOf({ width, height }: Plane): (readonly [number, number])[] {
  return Array.from({ length: width * height }, (_, at) => [at % width, Math.floor(at / width)] as const);
}

describe('compose', () => {
  it('blends the camera over its square, leaves the rest alone, and restores it', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...formats),
        fc.constantFrom(...formats),
        fc.integer({ min: 1, max: 120 }),
        fc.integer({ min: 1, max: 120 }),
        fc.constantFrom('round' as const, 'square' as const),
        fc.constantFrom('top-left' as const, 'bottom-right' as const),
        (screenFormat, cameraFormat, width, height, shape, corner) => {
          const screen = paintPicture(screenFormat, width, height, (x, y) => [x, y, 50]);
          const before = screen.data.slice();
          const compositor = createCompositor();
          compositor.setCamera(paintPicture(cameraFormat, 33, 21, () => [200, 210, 220]));
          const takeAway = compositor.compose(screen, { ...layout, shape, corner });
          const { x, y, side } = insetArea(width, height, { corner, size: 'large' });
          const untouched = paintPicture(screenFormat, width, height, (left, top) => [left, top, 50]);
          const strays = screen.planes.flatMap((plane, channel) => {
            const scale = screen.family === 'yuv' && channel > 0 ? 2 : 1;
            const isInside = (place: number, start: number) => place >= start && place < start + side;
            return placesOf(plane).filter(
              ([column, row]) =>
                !(isInside(column * scale, x) && isInside(row * scale, y)) &&
                sampleOf(plane, column, row) !== sampleOf(untouched.planes[channel] ?? plane, column, row),
            );
          });
          expect(strays).toEqual([]);
          takeAway();
          expect(screen.data.every((value, at) => value === before[at])).toBe(true);
        },
      ),
      { numRuns: 80 },
    );
  });

  it('makes the same picture in every format', () => {
    for (const format of ['I420', 'NV12'] as const) {
      for (const cameraFormat of ['I420', 'NV12'] as const) {
        const screen = paintPicture(format, 320, 180, grey);
        const compositor = createCompositor();
        compositor.setCamera(
          paintPicture(cameraFormat, 64, 48, (x) => (x < 32 ? [50, 90, 200] : [200, 160, 60])),
        );
        compositor.compose(screen, layout);
        const { x, y, side } = insetArea(320, 180, layout);
        const [luma, u, v] = screen.planes;
        const middle = y + side / 2;
        expect(sampleOf(luma, x + 2, middle)).toBe(50);
        expect(sampleOf(luma, x + side - 3, middle)).toBe(200);
        expect(sampleOf(u, x / 2 + 1, middle >> 1)).toBe(90);
        expect(sampleOf(v, (x + side) / 2 - 2, middle >> 1)).toBe(60);
      }
    }
  });

  it('mirrors', () => {
    const screen = paintPicture('I420', 320, 180, grey);
    const compositor = createCompositor();
    compositor.setCamera(paintPicture('I420', 64, 48, (x) => (x < 32 ? [50, 90, 200] : [200, 160, 60])));
    compositor.compose(screen, { ...layout, mirrored: true });
    const { x, y, side } = insetArea(320, 180, layout);
    expect(sampleOf(screen.planes[0], x + 2, y + side / 2)).toBe(200);
    expect(sampleOf(screen.planes[0], x + side - 3, y + side / 2)).toBe(50);
  });

  it('shows the middle of the camera, undistorted', () => {
    const screen = paintPicture('I420', 320, 180, grey);
    const compositor = createCompositor();
    // Only the outer quarters, which are cropped, are white.
    compositor.setCamera(
      paintPicture('I420', 96, 48, (x) => (x < 23 || x >= 73 ? [235, 128, 128] : [16, 128, 128])),
    );
    compositor.compose(screen, layout);
    const { x, y, side } = insetArea(320, 180, layout);
    for (const place of [0, side / 2, side - 1]) {
      expect(sampleOf(screen.planes[0], x + place, y + side / 2)).toBe(16);
    }
  });

  it('cuts a circle: camera in the middle and at its four poles, screen in the corners, a soft edge', () => {
    const screen = paintPicture('I420', 320, 180, grey);
    const compositor = createCompositor();
    compositor.setCamera(paintPicture('I420', 64, 48, white));
    compositor.compose(screen, { ...layout, shape: 'round' });
    const { x, y, side } = insetArea(320, 180, layout);
    const at = (column: number, row: number) => sampleOf(screen.planes[0], x + column, y + row);
    const [middle, last] = [side / 2, side - 1];
    for (const [column, row] of [
      [middle, middle],
      [2, middle],
      [last - 2, middle],
      [middle, 2],
      [middle, last - 2],
    ]) {
      expect(at(column ?? 0, row ?? 0)).toBe(235);
    }
    for (const [column, row] of [
      [0, 0],
      [last, 0],
      [0, last],
      [last, last],
    ]) {
      expect(at(column ?? 0, row ?? 0)).toBe(100);
    }
    const edge = Array.from({ length: side }, (_, column) => at(column, side >> 2));
    expect(edge.filter((value) => value > 100 && value < 235).length).toBeGreaterThanOrEqual(2);
  });

  it('changes nothing without a camera, and follows the camera’s next picture', () => {
    const compositor = createCompositor();
    const screen = paintPicture('I420', 320, 180, grey);
    const before = screen.data.slice();
    expect(compositor.hasCamera).toBe(false);
    compositor.compose(screen, layout);
    expect(screen.data).toEqual(before);
    const { x, y } = insetArea(320, 180, layout);
    for (const luma of [50, 80]) {
      compositor.setCamera(paintPicture('I420', 64, 48, () => [luma, 128, 128]));
      compositor.compose(screen, layout);
      expect(sampleOf(screen.planes[0], x, y)).toBe(luma);
    }
    compositor.setCamera(undefined);
    expect(compositor.hasCamera).toBe(false);
  });
});
