import type { Size } from '../../../domain/picture-box';
import type { Picture, Plane } from './picture';
import { createTaps, scalePlane, type Taps } from './scale';

/** A part of a frame, in px. All four are even, because the chroma planes have half the size. */
export interface FrameArea extends Size {
  readonly x: number;
  readonly y: number;
}

/** Where a picture is in a frame that it is fitted into: in its middle, with its aspect ratio. */
export function fittedArea(frame: Size, picture: Size): FrameArea {
  const scale = Math.min(frame.width / picture.width, frame.height / picture.height);
  const length = (px: number, most: number) => Math.min(most, Math.max(2, 2 * Math.round((px * scale) / 2)));
  const [width, height] = [length(picture.width, frame.width), length(picture.height, frame.height)];
  const middle = (most: number, px: number) => 2 * Math.floor((most - px) / 4);
  return { x: middle(frame.width, width), y: middle(frame.height, height), width, height };
}

/** Fits pictures into frames. */
export interface Fitter {
  /**
   * Scales a picture into the middle of a frame. The frame's bars are painted only when its memory or the picture's size
   * is not that of the last call.
   */
  fit(picture: Picture, frame: Picture): void;
  /** Something else was written to the frame's memory: its bars are painted with the next call. */
  forget(): void;
}

/** A fitter that has fitted nothing yet. */
export function createFitter(): Fitter {
  let last:
    | { readonly memory: Uint8Array; readonly size: string; readonly scalings: readonly Scaling[] }
    | undefined;

  const prepare = (picture: Picture, frame: Picture) => {
    const [{ width, height }] = picture.planes;
    const [whole] = frame.planes;
    const size = `${width} ${height}`;
    if (last === undefined || last.memory !== whole.data || last.size !== size) {
      const area = fittedArea(whole, { width, height });
      for (const [channel, plane] of frame.planes.entries()) fill(plane, blackOf(frame, channel));
      const scalings = frame.planes.map((plane, channel) =>
        createScaling(picture.planes[channel] as Plane, plane, area, plane.width / whole.width),
      );
      last = { memory: whole.data, size, scalings };
    }
    return last.scalings;
  };

  return {
    forget() {
      last = undefined;
    },
    fit(picture, frame) {
      for (const [channel, { part, columns, rows, sums }] of prepare(picture, frame).entries()) {
        scalePlane(picture.planes[channel] as Plane, part, columns, rows, sums);
      }
    },
  };
}

/** How one channel is scaled. */
interface Scaling {
  readonly part: Plane;
  readonly columns: Taps;
  readonly rows: Taps;
  readonly sums: Int32Array;
}

function createScaling(source: Plane, plane: Plane, area: FrameArea, share: number): Scaling {
  const [x, y, width, height] = [area.x, area.y, area.width, area.height].map((px) => px * share) as [
    number,
    number,
    number,
    number,
  ];
  return {
    part: { ...plane, offset: plane.offset + y * plane.stride + x * plane.step, width, height },
    columns: createTaps(0, source.width, width, source.width),
    rows: createTaps(0, source.height, height, source.height),
    sums: new Int32Array(source.width),
  };
}

/** Of a channel: in limited range, as captured video is. */
function blackOf({ family }: Picture, channel: number): number {
  if (family === 'rgb') return 0;
  return channel === 0 ? 16 : 128;
}

function fill({ data, offset, stride, step, width, height }: Plane, value: number): void {
  for (let row = 0; row < height; row += 1) {
    for (let column = 0; column < width; column += 1) data[offset + row * stride + column * step] = value;
  }
}
