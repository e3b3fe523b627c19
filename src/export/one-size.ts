import { VideoSample } from 'mediabunny';
import type { Size } from './edits';

/** A plane of a pixel format: the px that each of its values stands for in both directions, the bytes of a value, and black. */
interface Plane {
  readonly px: 1 | 2;
  readonly bytes: number;
  readonly black: number;
}

type Format = 'I420' | 'NV12' | 'RGBX';

/** A black frame, with a place for another one. */
interface Bars {
  readonly key: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly layout: readonly PlaneLayout[];
  /** Where the planes of the other frame begin. */
  readonly place: readonly PlaneLayout[];
}

/**
 * Gives each frame the aspect ratio of the first: one that differs gets bars. The encoder scales it to the size of the first,
 * as WebCodecs demands. Nothing is drawn, and the colors aren't converted (docs/decisions.md, “A resized recording is exported
 * in one size”). Each frame that is passed in is closed, or returned; the caller closes what is returned.
 */
export function inOneSize(): (sample: VideoSample) => Promise<VideoSample> {
  let first: { readonly coded: Size; readonly shown: Size } | undefined;
  let bars: Bars | undefined;
  return async (sample) => {
    const { timestamp, duration } = sample;
    const coded = { width: sample.codedWidth, height: sample.codedHeight };
    const shown = { width: sample.displayWidth, height: sample.displayHeight };
    first ??= { coded, shown };
    const whole = withBars(coded, shown, first.shown);
    const isSame = coded.width === first.coded.width && coded.height === first.coded.height;
    if (isSame || (whole.width === coded.width && whole.height === coded.height)) return sample;
    const frame = sample.toVideoFrame();
    sample.close();
    try {
      const format = frame.format === 'I420' || frame.format === 'NV12' ? frame.format : 'RGBX';
      const isFullRange = frame.colorSpace.fullRange === true;
      const key = [format, isFullRange, coded.width, coded.height].join();
      if (bars?.key !== key) bars = makeBars(key, planesOf(format, isFullRange), coded, whole);
      const { bytes, layout, place } = bars;
      await frame.copyTo(bytes, { layout: [...place], ...(format === 'RGBX' && { format }) });
      const fitted = new VideoFrame(bytes, {
        format,
        codedWidth: evenUp(whole.width),
        codedHeight: evenUp(whole.height),
        visibleRect: { x: 0, y: 0, ...whole },
        layout: [...layout],
        timestamp: frame.timestamp,
        ...(format !== 'RGBX' && { colorSpace: frame.colorSpace.toJSON() }),
      });
      return new VideoSample(fitted, { timestamp, duration });
    } finally {
      frame.close();
    }
  };
}

/** The size of a frame and its bars, in px of that frame, which may not be square. */
function withBars(coded: Size, shown: Size, first: Size): Size {
  const ratio = (first.width * shown.height) / (first.height * shown.width);
  return {
    width: Math.max(coded.width, Math.round(coded.width * ratio)),
    height: Math.max(coded.height, Math.round(coded.height / ratio)),
  };
}

function planesOf(format: Format, isFullRange: boolean): readonly Plane[] {
  const luma = { px: 1, bytes: 1, black: isFullRange ? 0 : 16 } as const;
  const chroma = { px: 2, bytes: 1, black: 128 } as const;
  switch (format) {
    case 'I420':
      return [luma, chroma, chroma];
    case 'NV12':
      return [luma, { ...chroma, bytes: 2 }];
    case 'RGBX':
      return [{ px: 1, bytes: 4, black: 0 }];
  }
}

function makeBars(key: string, planes: readonly Plane[], frame: Size, whole: Size): Bars {
  // All planes begin at the same px.
  const left = 2 * Math.floor((whole.width - frame.width) / 4);
  const top = 2 * Math.floor((whole.height - frame.height) / 4);
  let length = 0;
  const placed = planes.map(({ px, bytes, black }) => {
    const stride = (evenUp(whole.width) / px) * bytes;
    const start = length;
    // A row more: moved to the right, a plane must not end in the next one.
    length += stride * (evenUp(whole.height) / px + 1);
    return { start, stride, black, offset: start + (top / px) * stride + (left / px) * bytes };
  });
  const bytes = new Uint8Array(length);
  for (const { start, black } of placed) bytes.fill(black, start);
  return {
    key,
    bytes,
    layout: placed.map(({ start, stride }) => ({ offset: start, stride })),
    place: placed.map(({ offset, stride }) => ({ offset, stride })),
  };
}

function evenUp(length: number): number {
  return 2 * Math.ceil(length / 2);
}
