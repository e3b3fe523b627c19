import { framesOf } from './breakout-box';

/** How often a frame is requested, in ms. */
const requestIntervalMs = 500;

/**
 * Keeps frames coming from a shared source that does not change. An idle tab sends one frame at the start and one with
 * each change of size, and on a busy machine not even those. A new reader gets the current frame at once, and all other
 * readers get it too; so a short-lived reader is opened again and again.
 *
 * @returns stops it
 */
export function requestIdleFrames(shared: MediaStream | undefined): () => void {
  const tracks = shared?.getVideoTracks() ?? [];
  const timer = setInterval(() => {
    for (const track of tracks) if (track.readyState === 'live') void framesOf(track, 1).cancel();
  }, requestIntervalMs);
  return () => clearInterval(timer);
}
