import type { CaptureOptions } from '../../domain/options';
import type { PartEvents, PicturePart } from '../part';
import { openInsetPicture } from './inset-picture';

/** What the picture is made of. */
export interface PictureInputs {
  /** The tab, or what the person picked. */
  readonly shared: MediaStream | undefined;
  /** The one source, or what stands in a corner of the other. */
  readonly camera: MediaStream | undefined;
  /** Whether a camera may be shown in a corner, now or later. */
  readonly hasInset: boolean;
}

/** The picture of a production: the tab, window or screen, with the camera in a corner or without, or the camera. */
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
    // The browser's own frames come no faster than the encoder lets them go.
    ease: () => undefined,
    progress: () => ({}),
    close: () => undefined,
  };
}
