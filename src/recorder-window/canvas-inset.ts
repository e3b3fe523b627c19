import { type InsetLayout, insetArea } from '../domain/inset-layout';
import type { Inset } from '../recorder/picture/inset/inset';
import { hasPicture, playTrack, releaseVideo } from './track-video';

/** Frames per second, if the track does not say. */
const defaultFrameRate = 30;

/**
 * Composites on a canvas, for a browser that hands out no frames. The composite of a screen that has ended has ended too.
 *
 * @param onBroken called once if no more frames will come
 */
export function createCanvasInset(
  screen: MediaStreamTrack,
  chosen: InsetLayout,
  onBroken: (detail: string) => void,
): Inset {
  const canvas = document.createElement('canvas');
  const context = canvas.getContext('2d', { alpha: false });
  // Without an argument: at a given rate, Firefox captures fewer frames.
  const [track] = canvas.captureStream().getVideoTracks();
  if (context === null || track === undefined) throw new Error('There is no canvas to draw on');
  const screenVideo = playTrack(screen);
  let cameraVideo: HTMLVideoElement | undefined;
  let layout = chosen;

  const draw = () => {
    if (!hasPicture(screenVideo)) return;
    const { videoWidth: width, videoHeight: height } = screenVideo;
    if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
    context.drawImage(screenVideo, 0, 0);
    if (cameraVideo !== undefined && hasPicture(cameraVideo)) drawCamera(context, cameraVideo, layout);
  };

  const ticks = new Worker(new URL('./tick-worker.ts', import.meta.url), { type: 'module' });
  const { frameRate = defaultFrameRate } = screen.getSettings();
  ticks.onmessage = draw;
  ticks.onerror = ({ message }) => onBroken(message);
  ticks.postMessage(1000 / frameRate);
  const end = () => {
    ticks.terminate();
    track.stop();
  };
  screen.addEventListener('ended', end);
  if (screen.readyState === 'ended') end();

  return {
    track,
    show(camera) {
      releaseVideo(cameraVideo);
      cameraVideo = camera && playTrack(camera);
    },
    change(next) {
      layout = next;
    },
    // The canvas has one picture, and the browser takes it when its encoder is ready.
    ease: () => undefined,
    setMatrix: () => undefined,
    convertTo: async () => undefined,
    close() {
      screen.removeEventListener('ended', end);
      end();
      releaseVideo(screenVideo);
      releaseVideo(cameraVideo);
    },
  };
}

/** Draws the middle of the camera's picture, as large as it can be, into the inset's area. */
function drawCamera(context: CanvasRenderingContext2D, camera: HTMLVideoElement, layout: InsetLayout): void {
  const { width, height } = context.canvas;
  const { x, y, side } = insetArea(width, height, layout);
  if (side === 0) return;
  const { videoWidth, videoHeight } = camera;
  const part = Math.min(videoWidth, videoHeight);
  context.save();
  context.beginPath();
  if (layout.shape === 'round') context.arc(x + side / 2, y + side / 2, side / 2, 0, 2 * Math.PI);
  else context.rect(x, y, side, side);
  context.clip();
  context.translate(layout.mirrored ? x + side : x, y);
  if (layout.mirrored) context.scale(-1, 1);
  context.drawImage(camera, (videoWidth - part) / 2, (videoHeight - part) / 2, part, part, 0, 0, side, side);
  context.restore();
}
