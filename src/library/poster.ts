/** The longest side of a picture, in px: like that of a recording's thumbnail. */
const longestSide = 320;

/** How long to wait for a frame, in ms. */
const patienceMs = 5000;

/**
 * A frame of a video near its beginning, as WebP; `undefined` if it has none that the browser can show.
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
    const scale = Math.min(1, longestSide / Math.max(video.videoWidth, video.videoHeight));
    const [width, height] = [video.videoWidth, video.videoHeight].map((side) => Math.round(side * scale));
    const canvas = new OffscreenCanvas(Math.max(1, width ?? 1), Math.max(1, height ?? 1));
    canvas.getContext('2d')?.drawImage(video, 0, 0, canvas.width, canvas.height);
    return await canvas.convertToBlob({ type: 'image/webp' });
  } finally {
    video.removeAttribute('src');
    video.load();
  }
}
