import { type InputVideoTrack, VideoSample, VideoSampleSink } from 'mediabunny';
import { bitmapOf } from '../files/frame-bitmap';
import { cropBox, type Edits, hasCrop, type Rotation, type Size, turned } from './edits';

/** Draws frames, cropped and turned, in one size. */
export interface FrameDrawing {
  readonly canvas: OffscreenCanvas;
  readonly context: OffscreenCanvasRenderingContext2D;
  /** Draws a frame, and closes it. One that differs in size from the first is fitted in, with bars. */
  draw(sample: VideoSample): Promise<void>;
}

/**
 * A drawing of frames.
 *
 * @param size what the first one becomes before it is turned
 * @param first its own size
 */
export function createDrawing(
  size: Size,
  { rotation }: { readonly rotation: Rotation },
  first: Size = size,
): FrameDrawing {
  const { width, height } = turned(size, rotation);
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d', { alpha: false, willReadFrequently: true });
  if (context === null) throw new DOMException('No canvas', 'EncodingError');
  return {
    canvas,
    context,
    async draw(sample) {
      const shown = { width: sample.displayWidth, height: sample.displayHeight };
      const frame = sample.toVideoFrame();
      sample.close();
      const picture = await bitmapOf(frame).finally(() => frame.close());
      const scale = Math.min(first.width / shown.width, first.height / shown.height);
      const wide = (size.width * shown.width * scale) / first.width;
      const high = (size.height * shown.height * scale) / first.height;
      context.setTransform(1, 0, 0, 1, 0, 0);
      context.clearRect(0, 0, width, height);
      context.setTransform(1, 0, 0, 1, width / 2, height / 2);
      context.rotate((rotation * Math.PI) / 180);
      context.drawImage(picture, -wide / 2, -high / 2, wide, high);
      picture.close();
    },
  };
}

/**
 * Each frame of a track, cropped; none is left out. mediabunny's own conversion drops those whose container states no
 * duration, as Chromium's WebM does for the last one of each Cluster. The caller closes each frame.
 *
 * @param options.times those on screen at these times, in seconds, instead of each
 * @param options.isEven whether a frame of odd size loses a row or a column
 */
export async function* croppedFrames(
  track: InputVideoTrack,
  edits: Edits,
  { times, isEven = false }: { readonly times?: Iterable<number>; readonly isEven?: boolean } = {},
): AsyncGenerator<VideoSample> {
  const sink = new VideoSampleSink(track);
  const samples = times === undefined ? sink.samples() : sink.samplesAtTimestamps(times);
  for await (const sample of samples) {
    if (sample === null) continue;
    // How the file turns them is part of the edits.
    sample.setRotation(0);
    const isOdd = sample.codedWidth % 2 === 1 || sample.codedHeight % 2 === 1;
    yield hasCrop(edits) || (isEven && isOdd) ? crop(sample, edits) : sample;
  }
}

function crop(sample: VideoSample, edits: Edits): VideoSample {
  const frame = sample.toVideoFrame();
  try {
    const { x: left = 0, y: top = 0, width, height } = frame.visibleRect ?? frame.codedRect ?? {};
    const box = cropBox(
      { width: width ?? frame.codedWidth, height: height ?? frame.codedHeight },
      edits.crop,
    );
    // The picture may have become smaller during the recording: then it stays whole.
    if (box === undefined) return sample.clone();
    const visibleRect = { x: left + box.x, y: top + box.y, width: box.width, height: box.height };
    const cropped = new VideoFrame(frame, {
      visibleRect,
      displayWidth: box.width,
      displayHeight: box.height,
    });
    return new VideoSample(cropped, { timestamp: sample.timestamp, duration: sample.duration });
  } finally {
    frame.close();
    sample.close();
  }
}
