import { thumbnailChannel, thumbnailRequestChannel } from '../../messaging/channels';

/** How often a new thumbnail is asked for, in ms. */
const intervalMs = 1000;

/**
 * Asks the recorder for a thumbnail again and again. Nobody else does: without a popup none is made.
 *
 * @returns ends it
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
