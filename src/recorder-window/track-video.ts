/** A video element that plays a track, to read its current picture from. */
export function playTrack(track: MediaStreamTrack): HTMLVideoElement {
  const video = document.createElement('video');
  video.muted = true;
  video.srcObject = new MediaStream([track]);
  // It may be released before it plays.
  video.play().catch(() => undefined);
  return video;
}

/** Lets go of the track, which is left alone. */
export function releaseVideo(video: HTMLVideoElement | undefined): void {
  if (video !== undefined) video.srcObject = null;
}

/** Whether the video has a picture. */
export function hasPicture({ videoWidth, readyState }: HTMLVideoElement): boolean {
  return videoWidth > 0 && readyState >= HTMLMediaElement.HAVE_CURRENT_DATA;
}
