import type { CaptureOptions } from '../domain/options';
import type { Progress } from '../domain/snapshot';
import { openInsetPicture } from './inset-picture';
import type { Part, PartEvents } from './production';

/** What the picture is made of. */
export interface PictureInputs {
  /** The tab, or what the person picked. */
  readonly shared: MediaStream | undefined;
  /** The one source, or what stands in a corner of the other. */
  readonly camera: MediaStream | undefined;
  /** Whether a camera may be shown in a corner, now or later. */
  readonly hasInset: boolean;
}

/** The picture of a production. */
export interface ProducedPicture extends Part<Pick<Progress, 'inset'>> {
  /** @see Production.ease */
  ease(behindMs: number): void;
}

/** The picture of a production: the tab, window or screen, with the camera in a corner or without, or the camera. */
export function openPicture(
  { shared, camera, hasInset }: PictureInputs,
  options: CaptureOptions,
  events: PartEvents,
): ProducedPicture {
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
