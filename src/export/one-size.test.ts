import { VideoSample } from 'mediabunny';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { inOneSize } from './one-size';

type Init = VideoFrameBufferInit & { bytes?: Uint8Array; fullRange?: boolean; displayWidth?: number };

/** A frame whose values are all 1. */
class FakeFrame {
  readonly init: Init;
  readonly format: string;
  readonly visibleRect: DOMRectInit;
  readonly timestamp: number;
  readonly colorSpace: { fullRange: boolean; toJSON: () => object };
  readonly displayWidth: number;
  readonly displayHeight: number;
  readonly close = vi.fn();
  constructor(from: Uint8Array | FakeFrame | undefined, changed: Init) {
    const init = from instanceof FakeFrame ? from.init : changed;
    const {
      format,
      codedWidth: width,
      codedHeight: height,
      visibleRect,
      timestamp,
      fullRange = false,
    } = init;
    this.init = { ...init, ...(from instanceof Uint8Array && { bytes: from.slice() }) };
    this.format = format;
    this.visibleRect = visibleRect ?? { x: 0, y: 0, width, height };
    this.timestamp = timestamp;
    this.colorSpace = { fullRange, toJSON: () => ({ fullRange, matrix: 'bt709' }) };
    this.displayWidth = init.displayWidth ?? this.visibleRect.width ?? width;
    this.displayHeight = this.visibleRect.height ?? height;
  }
  async copyTo(bytes: Uint8Array, { layout = [] }: VideoFrameCopyToOptions): Promise<PlaneLayout[]> {
    const { width = 0, height = 0 } = this.visibleRect;
    const planes = { I420: [1, 0.5, 0.5], NV12: [1, 1], RGBX: [4] }[this.format] ?? [4];
    const ends = layout.map(({ offset, stride }, plane) => {
      const rows = Math.ceil(plane === 0 ? height : height / 2);
      for (let row = 0; row < rows; row++) {
        const from = offset + row * stride;
        bytes.fill(1, from, from + Math.ceil(width * (planes[plane] ?? Number.NaN)));
      }
      return offset + rows * stride;
    });
    // WebCodecs refuses planes that overlap, and those that end after the bytes, by this rule.
    for (const [plane, end] of ends.entries()) {
      expect(end).toBeLessThanOrEqual(layout[plane + 1]?.offset ?? bytes.length);
    }
    return [...layout];
  }
}

beforeEach(() => void vi.stubGlobal('VideoFrame', FakeFrame));
afterEach(() => void vi.unstubAllGlobals());

function sampleOf(codedWidth: number, codedHeight: number, init: Partial<Init> = {}): VideoSample {
  const frame = new FakeFrame(undefined, { format: 'I420', codedWidth, codedHeight, timestamp: 0, ...init });
  return new VideoSample(frame as unknown as VideoFrame, { timestamp: 1.5, duration: 0.25 });
}

/** The rows of each plane of a frame as text. */
function planesOf(sample: VideoSample): string[][] {
  const { init } = sample.toVideoFrame() as unknown as FakeFrame;
  const { bytes = new Uint8Array(), layout = [], codedHeight } = init;
  return layout.map(({ offset, stride }, plane) =>
    Array.from({ length: plane === 0 ? codedHeight : codedHeight / 2 }, (_, row) =>
      [...bytes.subarray(offset + row * stride, offset + (row + 1) * stride)].join(' '),
    ),
  );
}

it('passes on the first frame, those of its size, and those of its aspect ratio', async () => {
  const place = inOneSize();
  for (const sample of [sampleOf(16, 8), sampleOf(16, 8), sampleOf(32, 16)]) {
    expect(await place(sample)).toBe(sample);
  }
});

it('puts bars beside a narrower frame, in its own pixels and colors', async () => {
  const place = inOneSize();
  await place(sampleOf(16, 8));
  const narrow = sampleOf(4, 4);
  const fitted = await place(narrow);
  expect(() => narrow.toVideoFrame(), 'it is closed').toThrow();
  expect(fitted).toMatchObject({ timestamp: 1.5, duration: 0.25, codedWidth: 8, codedHeight: 4 });
  expect(planesOf(fitted)).toEqual([
    Array(4).fill('16 16 1 1 1 1 16 16'),
    Array(2).fill('128 1 1 128'),
    Array(2).fill('128 1 1 128'),
  ]);
  const { init } = fitted.toVideoFrame() as unknown as FakeFrame;
  expect(init).toMatchObject({ format: 'I420', colorSpace: { matrix: 'bt709' } });
});

it('puts bars above and below a wider frame of odd size', async () => {
  const place = inOneSize();
  await place(sampleOf(8, 16));
  const fitted = await place(sampleOf(3, 2, { fullRange: true }));
  expect(fitted).toMatchObject({ codedWidth: 3, codedHeight: 6 });
  expect(planesOf(fitted)).toEqual([
    ['0 0 0 0', '0 0 0 0', '1 1 1 0', '1 1 1 0', '0 0 0 0', '0 0 0 0'],
    ['128 128', '1 1', '128 128'],
    ['128 128', '1 1', '128 128'],
  ]);
});

it('interleaves the chroma of NV12, and converts any other format', async () => {
  const place = inOneSize();
  await place(sampleOf(16, 8));
  expect(planesOf(await place(sampleOf(4, 4, { format: 'NV12' })))).toEqual([
    Array(4).fill('16 16 1 1 1 1 16 16'),
    Array(2).fill('128 128 1 1 1 1 128 128'),
  ]);
  const converted = await place(sampleOf(4, 4, { format: 'I444' }));
  expect((converted.toVideoFrame() as unknown as FakeFrame).format).toBe('RGBX');
  expect(planesOf(converted)[0]).toEqual(
    Array(4).fill([...Array(8).fill(0), ...Array(16).fill(1), ...Array(8).fill(0)].join(' ')),
  );
});

it('keeps the aspect ratio of pixels that are not square', async () => {
  const place = inOneSize();
  await place(sampleOf(16, 16, { displayWidth: 32 }));
  // It is shown as a square.
  expect(await place(sampleOf(4, 8, { displayWidth: 8 }))).toMatchObject({ codedWidth: 8, codedHeight: 8 });
});
