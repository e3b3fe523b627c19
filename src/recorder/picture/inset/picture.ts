/** One channel of a picture: samples are `step` bytes apart, rows `stride` bytes. */
export interface Plane {
  readonly data: Uint8Array;
  /** The place of the first sample, in bytes. */
  readonly offset: number;
  readonly stride: number;
  readonly step: number;
  /** In samples. */
  readonly width: number;
  readonly height: number;
}

/** The three channels of a picture: Y, U and V, the last two at half the size, or red, green and blue. */
export interface Picture {
  readonly family: 'yuv' | 'rgb';
  readonly planes: readonly [Plane, Plane, Plane];
}

/** The memory layout of a frame without padding, for `VideoFrame.copyTo()` and its constructor. */
export interface MemoryLayout {
  readonly planes: readonly { readonly offset: number; readonly stride: number }[];
  readonly bytes: number;
}

const redFirst = { RGBA: true, RGBX: true, BGRA: false, BGRX: false } as const;

/** The pixel formats that can be composited. */
export type WorkableFormat = 'I420' | 'NV12' | keyof typeof redFirst;

/** Whether frames of a format can be composited without conversion. */
export function isWorkable(format: string | null): format is WorkableFormat {
  return format === 'I420' || format === 'NV12' || (format !== null && format in redFirst);
}

/**
 * The layout of a frame's planes.
 *
 * @see https://www.w3.org/TR/webcodecs/#pixel-format
 */
export function memoryLayout(format: WorkableFormat, width: number, height: number): MemoryLayout {
  const halfWidth = Math.ceil(width / 2);
  const halfHeight = Math.ceil(height / 2);
  const luma = width * height;
  switch (format) {
    case 'I420': {
      const chroma = halfWidth * halfHeight;
      return {
        planes: [
          { offset: 0, stride: width },
          { offset: luma, stride: halfWidth },
          { offset: luma + chroma, stride: halfWidth },
        ],
        bytes: luma + 2 * chroma,
      };
    }
    case 'NV12':
      return {
        planes: [
          { offset: 0, stride: width },
          { offset: luma, stride: 2 * halfWidth },
        ],
        bytes: luma + 2 * halfWidth * halfHeight,
      };
    default:
      return { planes: [{ offset: 0, stride: 4 * width }], bytes: 4 * luma };
  }
}

/** The channels of a frame in `data`, laid out by {@link memoryLayout}. */
export function pictureIn(data: Uint8Array, format: WorkableFormat, width: number, height: number): Picture {
  const half = { width: Math.ceil(width / 2), height: Math.ceil(height / 2) };
  const luma: Plane = { data, offset: 0, stride: width, step: 1, width, height };
  const chromaAt = width * height;
  switch (format) {
    case 'I420': {
      const u: Plane = { data, offset: chromaAt, stride: half.width, step: 1, ...half };
      return { family: 'yuv', planes: [luma, u, { ...u, offset: chromaAt + half.width * half.height }] };
    }
    case 'NV12': {
      const u: Plane = { data, offset: chromaAt, stride: 2 * half.width, step: 2, ...half };
      return { family: 'yuv', planes: [luma, u, { ...u, offset: chromaAt + 1 }] };
    }
    default: {
      const channel = (offset: number): Plane => ({ ...luma, offset, stride: 4 * width, step: 4 });
      const [red, blue] = redFirst[format] ? [0, 2] : [2, 0];
      return { family: 'rgb', planes: [channel(red), channel(1), channel(blue)] };
    }
  }
}

/** An empty plane. */
export function createPlane(width: number, height: number): Plane {
  return { data: new Uint8Array(width * height), offset: 0, stride: width, step: 1, width, height };
}
