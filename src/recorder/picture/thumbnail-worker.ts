import { thumbnailSize } from '../../domain/picture-box';
import { thumbnailChannel } from '../../messaging/channels';
import { serveCalls } from '../../messaging/worker-calls';

/*
 * The worker that makes thumbnails. It sends them to the pages itself; neither frame nor image passes through the
 * thread of the recorder.
 */

/** What the worker answers. */
export type ThumbnailHandlers = typeof handlers;

const send = thumbnailChannel.sender();

const handlers = {
  /** Makes a thumbnail of the stream's first frame, and sends it to the pages. */
  async take(frames: ReadableStream<VideoFrame>): Promise<void> {
    const reader = frames.getReader();
    const { value: frame } = await reader.read();
    if (frame === undefined) return;
    const { width, height } = thumbnailSize({ width: frame.displayWidth, height: frame.displayHeight });
    const canvas = new OffscreenCanvas(width, height);
    canvas.getContext('2d')?.drawImage(frame, 0, 0, width, height);
    frame.close();
    send(canvas.transferToImageBitmap());
    await reader.cancel();
  },
};

serveCalls(handlers);
