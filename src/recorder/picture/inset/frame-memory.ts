import type { Size } from '../../../domain/picture-box';
import type { Color } from './color';
import type { ColoredPicture } from './compositor';
import { type Conversion, createConversion } from './convert';
import { createFitter } from './fit';
import { isWorkable, type MemoryLayout, memoryLayout, pictureIn, type WorkableFormat } from './picture';
import { visibleSize } from './visible-size';

/** The pixels of a frame. */
interface HeldPixels {
  readonly data: Uint8Array<ArrayBuffer>;
  readonly format: WorkableFormat;
  readonly width: number;
  readonly height: number;
  readonly layout: MemoryLayout;
  readonly picture: ColoredPicture;
  readonly colorSpace: VideoColorSpaceInit;
}

/** Memory for the pixels of one frame, reused while size and format stay the same. */
export interface FrameMemory {
  /** The pixels of the frame that was read last. */
  readonly pixels: HeldPixels | undefined;
  /**
   * Reads the pixels of a frame, and leaves it open.
   *
   * @param fixed the size to fit it into; absent: its own
   * @throws DOMException if its format can't be read
   */
  read(frame: VideoFrame, fixed?: Size): Promise<void>;
  /**
   * Converts the current pixels and relabels them, if they are in Y, U and V.
   *
   * @param made by which they were made; absent: what their label says
   * @param to as in `VideoColorSpace`
   */
  convert(made: string | undefined, to: VideoMatrixCoefficients): void;
  /** Makes a frame of the current pixels. @param timestamp in µs */
  toFrame(timestamp: number): VideoFrame | undefined;
}

/** Memory of that size for the pixels of a frame: the same one, if it fits. */
function room(held: HeldPixels | undefined, frame: VideoFrame, { width, height }: Size): HeldPixels {
  const format = isWorkable(frame.format) ? frame.format : converted;
  const layout = memoryLayout(format, width, height);
  const isSame = held?.format === format && held.width === width && held.height === height;
  const data = isSame ? held.data : new Uint8Array(layout.bytes);
  const { matrix, fullRange } = frame.colorSpace;
  const picture = { ...pictureIn(data, format, width, height), color: { matrix, fullRange } };
  return { data, format, width, height, layout, picture, colorSpace: frame.colorSpace.toJSON() };
}

/** The format that other frames are converted to. */
const converted = 'RGBX';

/** Memory without pixels yet. */
export function createFrameMemory(): FrameMemory {
  let pixels: HeldPixels | undefined;
  /** The pixels of a frame that is fitted into another size. */
  let source: HeldPixels | undefined;
  const fitter = createFitter();
  let last: { readonly key: string; readonly conversion: Conversion | undefined } | undefined;

  const conversionOf = (color: Color, to: string) => {
    const key = `${color.matrix} ${color.fullRange} ${to}`;
    if (last?.key !== key) last = { key, conversion: createConversion(color, to) };
    return last.conversion;
  };

  return {
    get pixels() {
      return pixels;
    },
    async read(frame, fixed) {
      const size = visibleSize(frame);
      const isFitted = fixed !== undefined && (fixed.width !== size.width || fixed.height !== size.height);
      const read = room(isFitted ? source : pixels, frame, size);
      const conversion = read.format === frame.format ? {} : { format: read.format };
      await frame.copyTo(read.data, { layout: [...read.layout.planes], ...conversion });
      if (!isFitted) {
        fitter.forget();
        pixels = read;
        return;
      }
      source = read;
      pixels = room(pixels, frame, fixed);
      fitter.fit(read.picture, pixels.picture);
    },
    convert(made, to) {
      if (pixels?.picture.family !== 'yuv') return;
      const { picture, colorSpace } = pixels;
      const color = made === undefined ? picture.color : { ...picture.color, matrix: made };
      const conversion = conversionOf(color, to);
      conversion?.(picture.planes);
      pixels =
        conversion === undefined
          ? { ...pixels, picture: { ...picture, color } }
          : {
              ...pixels,
              picture: { ...picture, color: { ...color, matrix: to } },
              colorSpace: { ...colorSpace, matrix: to },
            };
    },
    toFrame(timestamp) {
      if (pixels === undefined) return undefined;
      const { data, format, width, height, layout, colorSpace } = pixels;
      return new VideoFrame(data, {
        format,
        codedWidth: width,
        codedHeight: height,
        layout: [...layout.planes],
        timestamp,
        colorSpace,
      });
    },
  };
}
