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

/** The video of a recording: the tab, window or screen, with or without a camera inset, or the camera. */
export function openPicture(
  { shared, camera, hasInset }: PictureInputs,
  options: CaptureOptions,
  events: PartEvents,
): PicturePart {
  const [screen] = shared?.getVideoTracks() ?? [];
  if (screen !== undefined && hasInset) return openInsetPicture(screen, camera, options, events);
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
