import type { Size } from '../../domain/picture-box';

/**
 * How long to wait for the first frame, in ms: a source that shows nothing yet is recorded all the same. One whose size has
 * yet to settle takes a busy machine more than a second.
 */
const firstFrameLimitMs = 3000;

/**
 * Resolves to the size of the video, in px, once its first frame is there: it is unknown before, and `MediaRecorder`
 * begins with the frame of that moment. 0 x 0 for a stream without video.
 */
export async function firstFrame(stream: MediaStream): Promise<Size> {
  const [track] = stream.getVideoTracks();
  if (track === undefined) return { width: 0, height: 0 };
  const video = document.createElement('video');
  video.muted = true;
  await new Promise<unknown>((resolve) => {
    video.onloadedmetadata = resolve;
    setTimeout(resolve, firstFrameLimitMs);
    video.srcObject = new MediaStream([track]);
  });
  const { videoWidth, videoHeight } = video;
  video.srcObject = null;
  const { width = 0, height = 0 } = track.getSettings();
  return videoWidth === 0 ? { width, height } : { width: videoWidth, height: videoHeight };
}
