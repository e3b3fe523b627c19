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
    const canvas = await draw(frames, thumbnailSide);
    if (canvas !== undefined) send(canvas.transferToImageBitmap());
  },
  /** Makes a thumbnail of the stream's first frame, if there is one. @param side the longer one, in px */
  async keep(frames: ReadableStream<VideoFrame>, side: number): Promise<Blob | undefined> {
    return (await draw(frames, side))?.convertToBlob(encoding);
  },
};

async function draw(frames: ReadableStream<VideoFrame>, side: number): Promise<OffscreenCanvas | undefined> {
  const reader = frames.getReader();
  const { value: frame } = await reader.read();
  if (frame === undefined) return undefined;
  const { width, height } = thumbnailSize({ width: frame.displayWidth, height: frame.displayHeight }, side);
  const canvas = new OffscreenCanvas(width, height);
  canvas.getContext('2d')?.drawImage(frame, 0, 0, width, height);
  frame.close();
  await reader.cancel();
  return canvas;
}

serveCalls(handlers);
