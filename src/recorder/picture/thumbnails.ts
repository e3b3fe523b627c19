import { thumbnailRequestChannel } from '../../messaging/channels';

/** https://www.w3.org/TR/mediacapture-transform/, which the compiler's DOM library does not know. */
declare const MediaStreamTrackProcessor: new (init: {
  readonly track: MediaStreamTrack;
  readonly maxBufferSize: number;
}) => { readonly readable: ReadableStream<VideoFrame> };

/** How long to wait for a frame, in ms: a source may have none to give. */
const frameLimitMs = 5000;

/**
 * Makes a thumbnail of the picture whenever a page asks for one, in a worker, and sends it to the pages. Nothing is
 * done while nobody asks.
 *
 * @returns ends it
 */
export function serveThumbnails(track: MediaStreamTrack): () => void {
  let worker: Worker | undefined;
  let copy: MediaStreamTrack | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const letGo = () => {
    clearTimeout(timer);
    copy?.stop();
    copy = undefined;
  };
  const take = () => {
    if (copy !== undefined || track.readyState !== 'live') return;
    copy = track.clone();
    const { readable } = new MediaStreamTrackProcessor({ track: copy, maxBufferSize: 1 });
    worker ??= new Worker(new URL('./thumbnail-worker.ts', import.meta.url), { type: 'module' });
    worker.onmessage = letGo;
    worker.postMessage(readable, [readable]);
    timer = setTimeout(letGo, frameLimitMs);
  };

  const stopListening = thumbnailRequestChannel.listen(take);
  return () => {
    stopListening();
    letGo();
    worker?.terminate();
  };
}
