import type { CaptureOptions } from '../domain/options';
import type { Progress } from '../domain/snapshot';
import type { Part } from './production';

/** What the picture is made of. */
export interface PictureInputs {
  /** The tab, or what the person picked. */
  readonly shared: MediaStream | undefined;
  readonly camera: MediaStream | undefined;
}

/** The picture of a production: the tab, window or screen, or the camera. */
export function openPicture(
  { shared, camera }: PictureInputs,
  _options: CaptureOptions,
  changed: () => void,
): Part<Pick<Progress, 'inset'>> {
  const [track] = (shared ?? camera)?.getVideoTracks() ?? [];
  track?.addEventListener('ended', changed);
  return {
    track,
    isLive: () => track?.readyState === 'live',
    adjust: () => undefined,
    progress: () => ({}),
    close: () => undefined,
  };
}
