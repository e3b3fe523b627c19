import { framesOf } from './breakout-box';

/** How often the browser is asked for a frame, in ms. */
const askEveryMs = 500;

/**
 * Asks the browser for frames of what is shared: of a tab that rests, one comes at the start and one with each change of
 * size, and on a busy machine not even those. A frame is given to whoever begins to read, and to all others with it.
 *
 * @returns ends it
 */
export function keepRefreshed(shared: MediaStream | undefined): () => void {
  const tracks = shared?.getVideoTracks() ?? [];
  const asking = setInterval(() => {
    for (const track of tracks) if (track.readyState === 'live') void framesOf(track, 1).cancel();
  }, askEveryMs);
  return () => clearInterval(asking);
}
