import {
  BlobSource,
  EncodedPacketSink,
  Input,
  MATROSKA,
  MP4,
  QTFF,
  type VideoSample,
  VideoSampleSink,
  WEBM,
} from 'mediabunny';
import type { StepDirection, StillFrame } from '../domain/still-frame';
import { bitmapOf } from './frame-bitmap';

/** The frames of a file, by their presentation times. */
export interface DecodedFrames {
  /** See `FrameDecoder`. @throws RangeError if there is no frame with that time */
  beside(time: number, direction: StepDirection): Promise<StillFrame | undefined>;
}

/** Times this close, in s, belong to the same frame: players round to µs. It is less than a tick of a WebM, 1 ms. */
const tolerance = 0.0006;

/**
 * Opens the video of a file.
 *
 * @throws DOMException `NotSupportedError` if this browser can't decode it
 * @throws Error if the file is damaged
 */
export async function openFrames(media: Blob): Promise<DecodedFrames> {
  const input = new Input({ source: new BlobSource(media), formats: [WEBM, MP4, MATROSKA, QTFF] });
  const track = await input.getPrimaryVideoTrack();
  if (track === null || !(await track.canDecode())) {
    throw new DOMException('The video can’t be decoded', 'NotSupportedError');
  }
  const sink = new VideoSampleSink(track);
  const packets = new EncodedPacketSink(track);
  /** The frames after the one that was given last: the next step needs no key frame. */
  let ahead: { readonly frames: AsyncGenerator<VideoSample, void>; time: number } | undefined;

  const startAgain = async () => {
    await ahead?.frames.return();
    ahead = undefined;
  };

  const after = async (time: number): Promise<VideoSample | undefined> => {
    if (ahead === undefined || !isAt(ahead.time, time)) {
      await startAgain();
      const frames = sink.samples(time + tolerance);
      ahead = { frames, time };
      closeAt(time, await take(frames));
    }
    const frame = await take(ahead.frames);
    if (frame === undefined) ahead = undefined;
    else ahead.time = frame.timestamp;
    return frame;
  };

  const before = async (time: number): Promise<VideoSample | undefined> => {
    await startAgain();
    const key = await packets.getKeyPacket(time - tolerance);
    const frames = sink.samples(key?.timestamp ?? time, time + 2 * tolerance);
    let found: VideoSample | undefined;
    try {
      for (;;) {
        const frame = await take(frames);
        if (frame === undefined || frame.timestamp > time - tolerance) {
          closeAt(time, frame);
          return found;
        }
        found?.close();
        found = frame;
      }
    } catch (error) {
      found?.close();
      throw error;
    } finally {
      await frames.return();
    }
  };

  return {
    async beside(time, direction) {
      try {
        const frame = await (direction === 'next' ? after : before)(time);
        return frame === undefined ? undefined : draw(frame);
      } catch (error) {
        await startAgain();
        throw error;
      }
    },
  };
}

function isAt(one: number, other: number): boolean {
  return Math.abs(one - other) < tolerance;
}

async function take(frames: AsyncGenerator<VideoSample, void>): Promise<VideoSample | undefined> {
  const { value } = await frames.next();
  return value ?? undefined;
}

/** Closes a frame, which must have that time. */
function closeAt(time: number, frame: VideoSample | undefined): void {
  frame?.close();
  if (frame === undefined || !isAt(frame.timestamp, time)) throw new RangeError(`No frame at ${time} s`);
}

/** Draws a frame as it is displayed, and closes it. */
async function draw(frame: VideoSample): Promise<StillFrame> {
  const { timestamp: time, displayWidth, displayHeight } = frame;
  if (frame.rotation === 0) {
    const shown = frame.toVideoFrame();
    frame.close();
    const resize = { resizeWidth: displayWidth, resizeHeight: displayHeight };
    return { time, picture: await bitmapOf(shown, resize).finally(() => shown.close()) };
  }
  const canvas = new OffscreenCanvas(displayWidth, displayHeight);
  try {
    const context = canvas.getContext('2d', { alpha: false });
    if (context === null) throw new DOMException('There is no canvas', 'OperationError');
    frame.draw(context, 0, 0);
  } finally {
    frame.close();
  }
  return { time, picture: canvas.transferToImageBitmap() };
}
