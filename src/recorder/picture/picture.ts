import { type ColorMatrix, vp8Matrix } from '../../domain/color';
import type { CaptureOptions } from '../../domain/options';
import type { Size } from '../../domain/picture-box';
import type { PartEvents, PicturePart } from '../part';
import type { SizedSource } from './inset/fixed-size';
import { openInsetPicture } from './inset-picture';

/** The sources of a recording's video. */
export interface PictureInputs {
  /** The tab, or what the user picked. */
  readonly shared: MediaStream | undefined;
  /** The source itself, or the inset. */
  readonly camera: MediaStream | undefined;
  /** Whether a camera may be shown in a corner, now or later. */
  readonly hasInset: boolean;
  /** By which matrix the colors of what was shared last were made, if it is known. */
  readonly lastMatrix?: ColorMatrix | undefined;
}

/**
 * Whose size the recording keeps with the worker's help. A tab of "This tab" is captured in one size, and a screen has one;
 * a window or tab that was picked is resized at will.
 */
function sizedSource(
  screen: MediaStreamTrack,
  { source, followSize }: Pick<CaptureOptions, 'source' | 'followSize'>,
): SizedSource | undefined {
  if (source !== 'picker' || followSize) return undefined;
  const { displaySurface } = screen.getSettings();
  if (displaySurface === 'window') return 'window';
  return displaySurface === 'browser' ? 'tab' : undefined;
}

/**
 * Whether what is shared passes the worker for its colors alone: recorded as VP8, if Firefox may read that by another matrix
 * than it has. "Automatic" chooses VP8 on slow computers only, which are spared the worker.
 */
function isConverted(
  screen: MediaStreamTrack,
  { source, format }: Pick<CaptureOptions, 'source' | 'format'>,
  lastMatrix: ColorMatrix | undefined,
): boolean {
  if (format !== 'webm-vp8') return false;
  // What was picked has neither its size yet, nor frames that say their matrix.
  if (source !== 'tab') return true;
  const { width, height } = screen.getSettings();
  if (width === undefined || height === undefined || isTooLarge({ width, height })) return false;
  // The worker finds out what is not known.
  return vp8Matrix(height) !== lastMatrix;
}

/** Whether frames are not converted for the sake of their colors alone: what that costs was measured up to this size. */
function isTooLarge({ width, height }: Size): boolean {
  return width * height > 1920 * 1200;
}

/** The video of a recording: the tab, window or screen, with or without a camera inset, or the camera. */
export function openPicture(
  { shared, camera, hasInset, lastMatrix }: PictureInputs,
  options: CaptureOptions,
  events: PartEvents,
  openInset: (...args: Parameters<typeof openInsetPicture>) => PicturePart = openInsetPicture,
): PicturePart {
  const [screen] = shared?.getVideoTracks() ?? [];
  const sizedBy = screen === undefined ? undefined : sizedSource(screen, options);
  if (screen !== undefined && hasInset) return openInset(screen, camera, options, events, sizedBy);
  if (screen !== undefined && (sizedBy !== undefined || isConverted(screen, options, lastMatrix))) {
    const picture = openInset(screen, undefined, options, events, sizedBy);
    return {
      ...picture,
      adjust: () => undefined,
      progress: () => ({}),
      convertTo: async (matrix, size) =>
        (sizedBy !== undefined || !isTooLarge(size)) && picture.convertTo(matrix, size),
    };
  }
  const track = screen ?? camera?.getVideoTracks()[0];
  track?.addEventListener('ended', events.changed);
  return {
    track,
    isLive: () => track?.readyState === 'live',
    adjust: () => undefined,
    // The browser paces its own frames by the encoder.
    ease: () => undefined,
    setMatrix: () => undefined,
    convertTo: async () => false,
    // A screen that is gone ends the recording.
    progress: () => (screen === undefined && track?.readyState === 'ended' ? { pictureGone: true } : {}),
    close: () => undefined,
  };
}
