/**
 * The picture that a video shows, or the canvas over it, as PNG, in the video's own size.
 *
 * @throws DOMException if it can't be encoded
 */
export async function pictureOf(video: HTMLVideoElement, cover: HTMLCanvasElement): Promise<Blob> {
  const canvas = cover.hidden
    ? new OffscreenCanvas(video.videoWidth, video.videoHeight)
    : new OffscreenCanvas(cover.width, cover.height);
  canvas.getContext('2d')?.drawImage(cover.hidden ? video : cover, 0, 0);
  return canvas.convertToBlob({ type: 'image/png' });
}
