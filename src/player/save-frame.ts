/**
 * The picture that a video shows, as PNG, in the video's own size.
 *
 * @throws DOMException if it can't be encoded
 */
export async function pictureOf(video: HTMLVideoElement): Promise<Blob> {
  const canvas = new OffscreenCanvas(video.videoWidth, video.videoHeight);
  canvas.getContext('2d')?.drawImage(video, 0, 0);
  return canvas.convertToBlob({ type: 'image/png' });
}
