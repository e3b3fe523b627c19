import type { WorkableFormat } from '../picture';
import { paintPicture } from './pictures';

/** What the composite uses of a frame. */
export interface FakeFrame {
  readonly format: string;
  readonly timestamp: number;
  readonly codedWidth: number;
  readonly codedHeight: number;
  /** The first byte of its pixels. */
  readonly first: number;
  isClosed(): boolean;
}

/** Makes frames, and counts the open ones. */
export interface FrameMill {
  frame(timestamp: number, options?: FrameOptions): VideoFrame;
  /** In place of the `VideoFrame` constructor: makes a frame of another one, or of pixels. */
  readonly VideoFrame: typeof VideoFrame;
  open(): number;
}

interface FrameOptions {
  readonly width?: number;
  readonly height?: number;
  readonly luma?: number;
  readonly chroma?: readonly [u: number, v: number];
  readonly format?: string;
}

/** A mill whose frames have one color each. */
export function createFrameMill(): FrameMill {
  let open = 0;

  const make = (timestamp: number, format: string, width: number, height: number, data: Uint8Array) => {
    open += 1;
    let closed = false;
    const self = {
      format,
      timestamp,
      codedWidth: width,
      codedHeight: height,
      visibleRect: { x: 0, y: 0, width, height },
      colorSpace: { matrix: 'bt709', fullRange: false, toJSON: () => ({}) },
      data,
      first: data[0],
      async copyTo(target: Uint8Array, options: VideoFrameCopyToOptions) {
        if (closed) throw new DOMException('closed', 'InvalidStateError');
        if ('format' in options) throw new DOMException('no conversion', 'NotSupportedError');
        target.set(data);
        return [];
      },
      clone: () => make(timestamp, format, width, height, data),
      close() {
        if (!closed) open -= 1;
        closed = true;
      },
      isClosed: () => closed,
    };
    return self as unknown as VideoFrame;
  };

  class FakeVideoFrame {
    constructor(from: unknown, init: VideoFrameBufferInit) {
      if (from instanceof Uint8Array) {
        // biome-ignore lint/correctness/noConstructorReturn: it stands for the browser's own
        return make(init.timestamp, init.format, init.codedWidth, init.codedHeight, from.slice()) as never;
      }
      const whole = from as VideoFrame & { data: Uint8Array };
      const { format, data } = whole;
      const { width: codedWidth, height: codedHeight } = (init as unknown as VideoFrameInit).visibleRect ?? {
        width: whole.codedWidth,
        height: whole.codedHeight,
      };
      // biome-ignore lint/correctness/noConstructorReturn: it stands for the browser's own
      return make(
        init.timestamp ?? whole.timestamp,
        String(format),
        codedWidth ?? 0,
        codedHeight ?? 0,
        data,
      ) as never;
    }
  }

  return {
    frame(
      timestamp,
      { width = 64, height = 36, luma = 40, chroma: [u, v] = [128, 128], format = 'I420' } = {},
    ) {
      const { data } = paintPicture(format as WorkableFormat, width, height, () => [luma, u, v]);
      return make(timestamp, format, width, height, data);
    },
    VideoFrame: FakeVideoFrame as unknown as typeof VideoFrame,
    open: () => open,
  };
}

/** The fake behind a frame. */
export function asFake(frame: VideoFrame): FakeFrame {
  return frame as unknown as FakeFrame;
}
