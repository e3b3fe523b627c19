import type { ColouredPicture } from './compositor';
import { isWorkable, type MemoryLayout, memoryLayout, pictureIn, type WorkableFormat } from './picture';

/** The pixels of a frame. */
interface HeldPixels {
  readonly data: Uint8Array<ArrayBuffer>;
  readonly format: WorkableFormat;
  readonly width: number;
  readonly height: number;
  readonly layout: MemoryLayout;
  readonly picture: ColouredPicture;
  readonly colorSpace: VideoColorSpaceInit;
}

/** Memory for the pixels of one frame, reused while size and format stay the same. */
export interface FrameMemory {
  /** The pixels of the frame that was read last. */
  readonly pixels: HeldPixels | undefined;
  /** Reads the pixels of a frame, and leaves it open. @throws DOMException if its format can't be read */
  read(frame: VideoFrame): Promise<void>;
  /** Makes a frame of the current pixels. @param timestamp in µs */
  toFrame(timestamp: number): VideoFrame | undefined;
}

/** The format that other frames are converted to. */
const converted = 'RGBX';

/** Memory without pixels yet. */
export function createFrameMemory(): FrameMemory {
  let pixels: HeldPixels | undefined;

  return {
    get pixels() {
      return pixels;
    },
    async read(frame) {
      const { width, height } = frame.visibleRect ?? { width: frame.codedWidth, height: frame.codedHeight };
      const format = isWorkable(frame.format) ? frame.format : converted;
      const layout = memoryLayout(format, width, height);
      const isSame = pixels?.format === format && pixels.width === width && pixels.height === height;
      const data = isSame && pixels !== undefined ? pixels.data : new Uint8Array(layout.bytes);
      const conversion = format === frame.format ? {} : { format };
      await frame.copyTo(data, { layout: [...layout.planes], ...conversion });
      const { matrix, fullRange } = frame.colorSpace;
      const picture = { ...pictureIn(data, format, width, height), colour: { matrix, fullRange } };
      pixels = { data, format, width, height, layout, picture, colorSpace: frame.colorSpace.toJSON() };
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
