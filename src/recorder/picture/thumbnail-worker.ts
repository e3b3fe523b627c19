import { thumbnailSide, thumbnailSize } from '../../domain/picture-box';
import { thumbnailChannel } from '../../messaging/channels';
import { serveCalls } from '../../messaging/worker-calls';

/*
 * The worker that makes thumbnails. It sends them to the pages itself; neither frame nor image passes through the
 * thread of the recorder.
 */

/** What the worker answers. */
export type ThumbnailHandlers = typeof handlers;

const send = thumbnailChannel.sender();

/** How a thumbnail is stored. A browser that can't write WebP writes PNG. */
const encoding = { type: 'image/webp', quality: 0.8 } as const;

const handlers = {
  /** Makes a thumbnail of the stream's first frame, and sends it to the pages. */
  async take(frames: ReadableStream<VideoFrame>): Promise<void> {
    const picture = await draw(frames, thumbnailSide);
    if (picture === undefined) return;
    send(picture);
    picture.close();
  },
  /** Makes a thumbnail of the stream's first frame, if there is one. @param side the longer one, in px */
  async keep(frames: ReadableStream<VideoFrame>, side: number): Promise<Blob | undefined> {
    const picture = await draw(frames, side);
    if (picture === undefined) return undefined;
    const canvas = new OffscreenCanvas(picture.width, picture.height);
    canvas.getContext('2d')?.drawImage(picture, 0, 0);
    picture.close();
    return canvas.convertToBlob(encoding);
  },
};

async function draw(frames: ReadableStream<VideoFrame>, side: number): Promise<ImageBitmap | undefined> {
  const reader = frames.getReader();
  const { value: frame } = await reader.read();
  if (frame === undefined) return undefined;
  const { width, height } = thumbnailSize({ width: frame.displayWidth, height: frame.displayHeight }, side);
  const resize = { resizeWidth: width, resizeHeight: height, resizeQuality: 'medium' } as const;
  const pixels = await readPixels(frame);
  const picture = await createImageBitmap(pixels ?? frame, resize);
  frame.close();
  await reader.cancel();
  return picture;
}

/** Of the frame before, to be used again: a large one takes 33 MB. */
let bytes = new Uint8ClampedArray();

/**
 * The pixels of a frame: drawn as it is, each frame takes memory that Chromium frees only with the worker (docs/decisions.md,
 * “A thumbnail is made of pixels”). `undefined` if the browser can't convert it.
 */
async function readPixels(frame: VideoFrame): Promise<ImageData | undefined> {
  const { width = 0, height = 0 } = frame.visibleRect ?? {};
  const options = { format: 'RGBA' } as const;
  const size = width * height * 4;
  // An older browser ignores the format.
  if (size === 0 || frame.allocationSize(options) !== size) return undefined;
  if (bytes.length !== size) bytes = new Uint8ClampedArray(size);
  await frame.copyTo(bytes, options);
  return new ImageData(bytes, width, height);
}

serveCalls(handlers);
