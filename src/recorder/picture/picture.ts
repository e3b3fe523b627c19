import type { CaptureOptions } from '../../domain/options';
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

/** The video of a recording: the tab, window or screen, with or without a camera inset, or the camera. */
export function openPicture(
  { shared, camera, hasInset }: PictureInputs,
  options: CaptureOptions,
  events: PartEvents,
  openInset: (...args: Parameters<typeof openInsetPicture>) => PicturePart = openInsetPicture,
): PicturePart {
  const [screen] = shared?.getVideoTracks() ?? [];
  const sizedBy = screen === undefined ? undefined : sizedSource(screen, options);
  if (screen !== undefined && hasInset) return openInset(screen, camera, options, events, sizedBy);
  if (screen !== undefined && sizedBy !== undefined) {
    const picture = openInset(screen, undefined, options, events, sizedBy);
    return { ...picture, adjust: () => undefined, progress: () => ({}) };
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
