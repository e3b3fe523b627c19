import type { InputVideoTrack } from 'mediabunny';
import { type Edits, type Size, turned } from './edits';
import { gifLimits, gifSize } from './estimate';
import type { FileSink } from './file-sink';
import { createGifFrames } from './gif-frames';
import { createDrawing, croppedFrames, type FrameDrawing } from './picture-frames';

/** What writing pictures of a track needs. */
export interface PicturesTask {
  readonly track: InputVideoTrack;
  /** When the track ends, in s. */
  readonly endsAt: number;
  readonly edits: Edits;
  /** Called with the time that is done, in s; throws to end the export. */
  readonly reached: (seconds: number) => Promise<void>;
}

/** Writes an animated GIF, frame by frame. @throws Error if the track can't be decoded, or the sink refuses */
export async function writeGif(
  sink: FileSink,
  { track, endsAt, edits, reached }: PicturesTask,
): Promise<void> {
  const { GIFEncoder, applyPalette, quantize } = await import('gifenc');
  const gif = GIFEncoder({ auto: false });
  const { stream } = gif;
  let position = 0;
  const flush = async () => {
    const bytes = gif.bytes();
    stream.reset();
    await sink.write(bytes, position);
    position += bytes.length;
  };
  gif.writeHeader();
  const frames = createGifFrames({
    // With 5 bits for each color, a film would take a hundred times as long.
    quantize: (pixels) => quantize(pixels, 256, { format: 'rgb444' }),
    map: (pixels, palette) => applyPalette(pixels, palette, 'rgb444'),
    write: ({ index, palette, delayMs, isFirst }, { width, height }) =>
      gif.writeFrame(index, width, height, { palette, delay: delayMs, first: isFirst }),
  });

  let drawing: FrameDrawing | undefined;
  const times = gifTimes(await track.getFirstTimestamp(), endsAt);
  for await (const frame of croppedFrames(track, edits, { times })) {
    const { timestamp, displayWidth: width, displayHeight: height } = frame;
    const size = { width, height };
    drawing ??= createDrawing(sizeBeforeTurn(size, edits), edits, size);
    await drawing.draw(frame);
    const { canvas, context } = drawing;
    frames.add(context.getImageData(0, 0, canvas.width, canvas.height));
    await flush();
    await reached(timestamp);
  }
  frames.end();
  gif.finish();
  await flush();
}

/** What the picture becomes before it is turned: turned, it is as wide as a GIF may be. */
function sizeBeforeTurn(size: Size, { rotation }: Edits): Size {
  return turned(gifSize(turned(size, rotation)), rotation);
}

/** The moments that a GIF shows, in s. Until the first frame, it shows that one, as players do. */
function* gifTimes(first: number, endsAt: number): Generator<number> {
  for (let index = 0; index / gifLimits.frameRate < endsAt; index++) {
    yield Math.max(first, index / gifLimits.frameRate);
  }
}
