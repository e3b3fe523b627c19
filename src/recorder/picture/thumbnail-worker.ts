import { thumbnailSize } from '../../domain/picture-box';
import { thumbnailChannel } from '../../messaging/channels';

/*
 * The worker that makes thumbnails: it takes the first frame of each stream that it is given, and says when it is
 * done with it.
 */

const send = thumbnailChannel.sender();

addEventListener('message', ({ data }: MessageEvent<ReadableStream<VideoFrame>>) => {
  void take(data).finally(() => postMessage('done'));
});

async function take(readable: ReadableStream<VideoFrame>): Promise<void> {
  const reader = readable.getReader();
  const { value: frame } = await reader.read();
  if (frame === undefined) return;
  const { width, height } = thumbnailSize({ width: frame.displayWidth, height: frame.displayHeight });
  const canvas = new OffscreenCanvas(width, height);
  canvas.getContext('2d')?.drawImage(frame, 0, 0, width, height);
  frame.close();
  send(canvas.transferToImageBitmap());
  await reader.cancel();
}
