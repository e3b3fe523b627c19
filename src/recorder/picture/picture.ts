import type { CaptureOptions } from '../../domain/options';
import type { PartEvents, PicturePart } from '../part';
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

/** How long the size of a tab that was picked must not change before it is the recording's, in ms. */
const tabSettleMs = 200;

/**
 * How long to wait until a source has its size; `undefined` if the recording needs no worker to keep it. A tab of "This
 * tab" is captured in one size, a screen has one; a window or tab that was picked is resized at will.
 */
function settleTime(
  screen: MediaStreamTrack,
  { source, followSize }: Pick<CaptureOptions, 'source' | 'followSize'>,
): number | undefined {
  if (source !== 'picker' || followSize) return undefined;
  const { displaySurface } = screen.getSettings();
  if (displaySurface === 'window') return 0;
  return displaySurface === 'browser' ? tabSettleMs : undefined;
}

/** The video of a recording: the tab, window or screen, with or without a camera inset, or the camera. */
export function openPicture(
  { shared, camera, hasInset }: PictureInputs,
  options: CaptureOptions,
  events: PartEvents,
): PicturePart {
  const [screen] = shared?.getVideoTracks() ?? [];
  const settleMs = screen === undefined ? undefined : settleTime(screen, options);
  if (screen !== undefined && hasInset) return openInsetPicture(screen, camera, options, events, settleMs);
  if (screen !== undefined && settleMs !== undefined) {
    const picture = openInsetPicture(screen, undefined, options, events, settleMs);
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
    progress: () => ({}),
    close: () => undefined,
  };
}
