import { thumbnailSide, thumbnailSize } from '../domain/picture-box';
import { thumbnailChannel, thumbnailRequestChannel } from '../messaging/channels';
import type { Thumbnails } from '../recorder/picture/thumbnails';
import { hasPicture, playTrack, releaseVideo } from './track-video';

/** How a thumbnail is stored. A browser that can't write WebP writes PNG. */
const encoding = { type: 'image/webp', quality: 0.8 } as const;

/** How long to wait for a picture, in ms: a source may have none to send. */
const pictureLimitMs = 5000;

/**
 * Makes a thumbnail of the video whenever a page requests one, for a browser that hands out no frames: from a video
 * element, which plays the track from the first request on.
 */
export function serveWindowThumbnails(track: MediaStreamTrack): Thumbnails {
  const send = thumbnailChannel.sender();
  let video: HTMLVideoElement | undefined;
  let isMaking = false;

  const take = async (side: number): Promise<ImageBitmap | undefined> => {
    if (track.readyState !== 'live') return undefined;
    video ??= playTrack(track);
    if (!hasPicture(video)) await firstPicture(video);
    if (!hasPicture(video)) return undefined;
    const { videoWidth: width, videoHeight: height } = video;
    const size = thumbnailSize({ width, height }, side);
    return createImageBitmap(video, {
      resizeWidth: size.width,
      resizeHeight: size.height,
      resizeQuality: 'medium',
    });
  };
  const show = async () => {
    if (isMaking) return;
    isMaking = true;
    try {
      const picture = await take(thumbnailSide);
      if (picture === undefined) return;
      send(picture);
      picture.close();
    } catch {
      // The page asks again.
    } finally {
      isMaking = false;
    }
  };

  const stopListening = thumbnailRequestChannel.listen(() => void show());
  return {
    async keep(side) {
      const picture = await take(side).catch(() => undefined);
      if (picture === undefined) return undefined;
      const canvas = new OffscreenCanvas(picture.width, picture.height);
      canvas.getContext('2d')?.drawImage(picture, 0, 0);
      picture.close();
      return canvas.convertToBlob(encoding);
    },
    stop() {
      stopListening();
      releaseVideo(video);
    },
  };
}

function firstPicture(video: HTMLVideoElement): Promise<void> {
  return new Promise((resolve) => {
    video.addEventListener('loadeddata', () => resolve(), { once: true });
    setTimeout(resolve, pictureLimitMs);
  });
}
