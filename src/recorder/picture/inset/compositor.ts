import { type InsetLayout, insetArea } from '../../../domain/inset-layout';
import { blendPlane, copyPart } from './blend';
import { type Color, matrixBetween, recolor } from './color';
import { createMask, halveMask, type Mask } from './mask';
import type { Picture, Plane } from './picture';
import { createTaps, scalePlane, type Taps } from './scale';
import { createWorkbench, type Workbench } from './workbench';

/** A picture with its color space. */
export interface ColoredPicture extends Picture {
  readonly color: Color;
}

/** Blends the picture of a camera over pictures of a screen. */
export interface Compositor {
  /** Sets the camera's picture, which is read until the next one is set; `undefined`: none. */
  setCamera(camera: ColoredPicture | undefined): void;
  /** Whether a camera's picture is set. */
  readonly hasCamera: boolean;
  /** Blends the camera's picture over a screen's. @returns restores the screen's picture */
  compose(screen: ColoredPicture, layout: InsetLayout): () => void;
}

/** What is computed once for a camera's size and a layout. */
interface Maps {
  readonly masks: readonly [full: Mask, half: Mask];
  readonly full: readonly [columns: Taps, rows: Taps];
  readonly half: readonly [columns: Taps, rows: Taps];
  readonly sums: Int32Array;
}

/** A compositor without a camera. */
export function createCompositor(): Compositor {
  let camera: ColoredPicture | undefined;
  const maps = remember(createMaps);
  const inset = remember(makeInset);
  const workbench = createWorkbench();

  return {
    get hasCamera() {
      return camera !== undefined;
    },
    setCamera(picture) {
      camera = picture;
    },
    compose(screen, layout) {
      const [{ width, height }] = screen.planes;
      const { x, y, side } = insetArea(width, height, layout);
      if (camera === undefined || side === 0) return () => undefined;
      const [{ width: cameraWidth, height: cameraHeight }] = camera.planes;
      const { matrix, fullRange } = screen.color;
      const made = maps(cameraWidth, cameraHeight, side, layout.shape, layout.mirrored);
      const { planes } = inset(camera, made, side, screen.family, matrix, fullRange, workbench);
      const beneath = planes.map((over, channel) => {
        const plane = screen.planes[channel] as Plane;
        const scale = over.width / side;
        const [left, top] = [x * scale, y * scale];
        const saved = workbench(`beneath ${channel}`, over.width, over.height);
        copyPart(plane, left, top, saved, 0, 0, over.width);
        blendPlane(plane, left, top, over, made.masks[scale === 1 ? 0 : 1]);
        return () => copyPart(saved, 0, 0, plane, left, top, over.width);
      });
      return () => {
        for (const restore of beneath) restore();
      };
    },
  };
}

/** Caches the last result for as long as the arguments stay the same. */
function remember<A extends readonly unknown[], R>(make: (...args: A) => R): (...args: A) => R {
  let last: { readonly args: A; readonly result: R } | undefined;
  return (...args) => {
    if (last === undefined || args.some((value, index) => value !== last?.args[index])) {
      last = { args, result: make(...args) };
    }
    return last.result;
  };
}

function createMaps(
  width: number,
  height: number,
  side: number,
  shape: InsetLayout['shape'],
  mirrored: boolean,
): Maps {
  // The largest square in the middle of the picture.
  const crop = Math.min(width, height);
  const [left, top] = [(width - crop) / 2, (height - crop) / 2];
  const mask = createMask(shape, side);
  return {
    masks: [mask, halveMask(mask, side)],
    full: [createTaps(left, crop, side, width, mirrored), createTaps(top, crop, side, height)],
    half: [
      createTaps(left / 2, crop / 2, side / 2, Math.ceil(width / 2), mirrored),
      createTaps(top / 2, crop / 2, side / 2, Math.ceil(height / 2)),
    ],
    sums: new Int32Array(width),
  };
}

function makeInset(
  camera: ColoredPicture,
  { full, half, sums }: Maps,
  side: number,
  family: Picture['family'],
  colorMatrix: Color['matrix'],
  fullRange: Color['fullRange'],
  workbench: Workbench,
): Picture {
  const [first, second, third] = camera.planes.map((plane, channel) => {
    const isHalf = channel > 0 && camera.family === 'yuv';
    const width = isHalf ? side / 2 : side;
    const scaled = workbench(`scaled ${channel}`, width, width);
    const [columns, rows] = isHalf ? half : full;
    scalePlane(plane, scaled, columns, rows, sums);
    return scaled;
  }) as [Plane, Plane, Plane];
  const picture: Picture = { family: camera.family, planes: [first, second, third] };
  const from = { family: camera.family, ...camera.color };
  const matrix = matrixBetween(from, { family, matrix: colorMatrix, fullRange });
  return matrix === undefined ? picture : recolor(picture, family, matrix, workbench);
}
