import { thumbnailSide, thumbnailSize } from '../../domain/picture-box';
import { bitmapOf } from '../../files/frame-bitmap';
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
  const picture = await bitmapOf(frame, resize);
  frame.close();
  await reader.cancel();
  return picture;
}

serveCalls(handlers);
