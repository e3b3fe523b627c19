import { thumbnailChannel, thumbnailRequestChannel } from '../../messaging/channels';

/** How often to request a thumbnail, in ms. */
const intervalMs = 1000;

/**
 * Requests a thumbnail for the live preview every second. The recorder makes the ones it keeps unasked.
 *
 * @returns stops the requests
 */
export function watchThumbnail(listener: (picture: ImageBitmap) => void): () => void {
  const stopListening = thumbnailChannel.listen(listener);
  const ask = thumbnailRequestChannel.sender();
  const timer = setInterval(() => ask('please'), intervalMs);
  ask('please');
  return () => {
    clearInterval(timer);
    stopListening();
  };
}
