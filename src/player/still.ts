import type { StillFrame } from '../domain/still-frame';

/** What a picture over a video needs of an `HTMLVideoElement`. */
export type CoveredVideo = Pick<HTMLVideoElement, 'currentTime' | 'addEventListener' | 'removeEventListener'>;

/** A decoded frame over a video, where the video itself shows another one. */
export interface Still {
  /** The presentation time of the frame, in s; `undefined` if none is shown. */
  readonly time: number | undefined;
  /**
   * Shows a frame until the video plays or leaves its place.
   *
   * @param at that place, in s; the video may still be seeking to it
   */
  show(frame: StillFrame, at: number): void;
  hide(): void;
  /** Hides it, and stops following the video. */
  end(): void;
}

/** The canvas over a video, which shows nothing yet. */
export function coverVideo(canvas: HTMLCanvasElement, video: CoveredVideo): Still {
  let shown: { readonly time: number; readonly at: number } | undefined;
  const hide = () => {
    // Its picture takes as much memory as a frame.
    if (shown !== undefined) canvas.getContext('bitmaprenderer')?.transferFromImageBitmap(null);
    shown = undefined;
    canvas.hidden = true;
  };
  const look = () => {
    // Browsers round it.
    if (shown !== undefined && Math.abs(video.currentTime - shown.at) > 0.0005) hide();
  };
  video.addEventListener('seeking', look);
  video.addEventListener('play', hide);
  video.addEventListener('emptied', hide);
  return {
    get time() {
      return shown?.time;
    },
    show({ time, picture }, at) {
      shown = { time, at };
      canvas.width = picture.width;
      canvas.height = picture.height;
      canvas.getContext('bitmaprenderer')?.transferFromImageBitmap(picture);
      canvas.hidden = false;
    },
    hide,
    end() {
      hide();
      video.removeEventListener('seeking', look);
      video.removeEventListener('play', hide);
      video.removeEventListener('emptied', hide);
    },
  };
}
