import { thumbnailSize } from '../domain/picture-box';

/** How long to wait for a frame, in ms. */
const patienceMs = 5000;

/**
 * A frame of a video near its beginning, as large as a recording's thumbnail, as WebP; `undefined` if it has none that the browser can show.
 *
 * @throws DOMException if it can't be encoded
 */
export async function posterOf(url: string): Promise<Blob | undefined> {
  const video = document.createElement('video');
  video.muted = true;
  video.preload = 'auto';
  const happened = (event: string) =>
    new Promise<boolean>((resolve) => {
      video.addEventListener(event, () => resolve(true), { once: true });
      video.addEventListener('error', () => resolve(false), { once: true });
      setTimeout(() => resolve(false), patienceMs);
    });
  const loaded = happened('loadeddata');
  video.src = url;
  try {
    if (!(await loaded) || video.videoWidth === 0) return undefined;
    const sought = happened('seeked');
    video.currentTime = Math.min(1, video.duration / 10);
    if (!(await sought)) return undefined;
    const { width, height } = thumbnailSize({ width: video.videoWidth, height: video.videoHeight });
    const canvas = new OffscreenCanvas(width, height);
    canvas.getContext('2d')?.drawImage(video, 0, 0, width, height);
    return await canvas.convertToBlob({ type: 'image/webp' });
  } finally {
    video.removeAttribute('src');
    video.load();
  }
}
